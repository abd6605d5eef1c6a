"""Compare what the four languages offer with what they offered in the last release, or record it for the next one.

    python tools/surfaces.py CORE KOTLIN SWIFT           check; fail if something breaks those who use it
    python tools/surfaces.py CORE KOTLIN SWIFT --record  write `surfaces`, at a release

CORE is the core's inventory, KOTLIN and SWIFT describe the built artifacts, as for tools/parity.py; Python's installed
package is inspected by this program. In `surfaces` there is a line for whatever a source can name. A line that is gone
was removed, renamed or given another type. A new line that ends with `required`, of something that was there before, is
a parameter that callers do not give yet, or a case that they do not handle. Both need a new major version (before 1.0,
a new minor one).
"""

from __future__ import annotations

import enum
import importlib
import inspect
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SURFACES = ROOT / "surfaces"
MODULES = ("defacto_sdk", "defacto_sdk.aio", "defacto_sdk.opentelemetry", "defacto_sdk.testing")
Found = dict[str, Any]


def of_core(inventory: Found) -> Iterator[str]:
    """List the names of the API, as Rust and Python have them."""
    for area in inventory["areas"]:
        for operation in area["operations"]:
            name = f"{area['accessor']}.{operation['verb']}"
            yield f"{name}: {operation['answer']}"
            yield from (needed(f"{name}({each['name']}: {each['kind']})", each) for each in operation["arguments"])
    yield from inventory["calls"]
    for model in inventory["models"]:
        yield model["name"]
        for field in model["fields"]:
            line = f"{model['name']}.{field['field']}: {field['kind']}"
            yield needed(line, field)
    for open_enum in inventory["enums"]:
        yield open_enum["name"]
        yield from (f"{open_enum['name']}::{value['variant']}" for value in open_enum["values"])
    yield from (f"error {kind}" for kind in inventory["errors"])


#: A parameter in Kotlin and Swift that takes `null` or `nil`.
PARAMETER = re.compile(r"(\(.*: .*)\?\) ")


def needed(line: str, thing: Found) -> str:
    """Return a line with whether callers must give the thing."""
    return f"{line} {'required' if thing['required'] else 'optional'}"


def of_python() -> Iterator[str]:
    """List what the modules of the package export, with every parameter."""
    for name in MODULES:
        module = importlib.import_module(name)
        for exported in getattr(module, "__all__", [each for each in vars(module) if not each.startswith("_")]):
            thing = getattr(module, exported)
            if getattr(thing, "__module__", name).startswith("defacto_sdk"):
                yield from of_thing(f"{name}.{exported}", thing)


def of_thing(path: str, thing: Any) -> Iterator[str]:
    """List a class with its members, or a function, with its parameters."""
    yield path
    if inspect.isclass(thing):
        if not issubclass(thing, enum.Enum):
            yield from parameters(path, thing)
        for name in dir(thing):
            definer = next(each for each in thing.__mro__ if name in vars(each))
            if name.startswith("_") or definer.__module__ in ("builtins", "enum"):
                continue
            member = inspect.getattr_static(thing, name)
            if inspect.isclass(member):
                # A case has the other cases, too, from the class that it is a case of.
                if name in vars(thing):
                    yield from of_thing(f"{path}.{name}", member)
            else:
                yield f"{path}.{name}"
                yield from parameters(f"{path}.{name}", getattr(thing, name))
    elif callable(thing):
        yield from parameters(path, thing)


def parameters(path: str, function: Any) -> Iterator[str]:
    """List the parameters of what can be called."""
    if not callable(function):
        return
    try:
        signature = inspect.signature(function)
    except ValueError:
        return
    for parameter in signature.parameters.values():
        if parameter.name in ("self", "cls") or parameter.kind.name.startswith("VAR_"):
            continue
        keyword = "keyword " if parameter.kind is parameter.KEYWORD_ONLY else ""
        given = "required" if parameter.default is parameter.empty else "optional"
        yield f"{path}({keyword}{parameter.name}) {given}"


def breaks(before: list[str], now: list[str]) -> list[str]:
    """Return what those who use it have to change."""
    # Who gives a value need not know that its absence is taken as well.
    relaxed = {each for each in now if PARAMETER.search(each) and PARAMETER.sub(r"\1) ", each) in before}
    still = set(now) | {PARAMETER.sub(r"\1) ", each) for each in relaxed}
    gone = [f"removed: {line}" for line in sorted(set(before) - still)]
    known = {owner(line) for line in before}
    demanded = [line for line in sorted(set(now) - set(before) - relaxed) if line.endswith(" required")]
    return gone + [f"needed now: {line}" for line in demanded if owner(line) in known]


def owner(line: str) -> str:
    """Return what a line belongs to: the function of a parameter, the type of a field or a case."""
    bare = line.removesuffix(" required").removesuffix(" optional").split(": ")[0]
    return bare.split(" case ")[0].split("(")[0] if re.search(r" case |\(", bare) else bare.rpartition(".")[0] or bare


def may_break(released: str, version: str) -> bool:
    """Return whether a version may break those who use the released one."""
    old, new = ([int(part) for part in each.split("-")[0].split(".")] for each in (released, version))
    return new[0] > old[0] or (old[0] == new[0] == 0 and new[1] > old[1])


def main() -> int:
    """Check, or record."""
    core, kotlin, swift = (json.loads(Path(path).read_text(encoding="utf-8")) for path in sys.argv[1:4])
    surfaces = {
        "core": of_core(core),
        "python": of_python(),
        "kotlin": kotlin["signatures"],
        "swift": swift["signatures"],
    }
    version: str = core["version"]
    if sys.argv[4:] == ["--record"]:
        SURFACES.mkdir(exist_ok=True)
        for language, lines in surfaces.items():
            (SURFACES / f"{language}.txt").write_text("\n".join([version, *sorted(set(lines)), ""]), encoding="utf-8")
        return 0
    failed = False
    for language, lines in surfaces.items():
        released, *before = (SURFACES / f"{language}.txt").read_text(encoding="utf-8").splitlines()
        found = breaks(before, sorted(set(lines)))
        if found and not may_break(released, version):
            failed = True
            print(f"{language}: {len(found)} changes break those who use {released}:", file=sys.stderr)
            print(*(f"  {line}" for line in found), sep="\n", file=sys.stderr)
    if failed:
        print(
            "Keep what was there, or give it a new major version (before 1.0: minor): make version V=", file=sys.stderr
        )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
