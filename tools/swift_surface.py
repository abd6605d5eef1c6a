"""Write what the built Swift package offers, from its symbol graph, for tools/parity.py.

First `tools/swift.sh package --package-path bindings-swift --scratch-path target/swift dump-symbol-graph`, then
`python tools/swift_surface.py target/swift target/parity/swift.json`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Symbol = dict[str, Any]
#: The types that have more than fields, and the option types.
OFFERING = (
    "Client",
    "EnrollOptions",
    "Enrollment",
    "LoanOptions",
    "LoanOutcome",
    "NewBorrower",
    "NewLoan",
    "Pdf",
    "RoutedWebhook",
    "Store",
    "TrackOptions",
    "WebhookEntity",
    "WebhookEvent",
    "WebhookReceiver",
    "WebhookRouter",
)

#: Sequences that can be read with `next()` and as an `AsyncSequence`.
SEQUENCES = ("Pages<", "LoanTracker")


class Graph:
    """The public symbols of a module."""

    def __init__(self, symbols: list[Symbol]) -> None:
        self.symbols = symbols

    def of(self, kind: str, *owner: str) -> list[Symbol]:
        """Find the symbols of a kind in a type, or at top level."""
        return [
            symbol
            for symbol in self.symbols
            if symbol["kind"]["identifier"] == f"swift.{kind}" and tuple(symbol["pathComponents"][:-1]) == owner
        ]

    def members(self, *owner: str) -> list[Symbol]:
        """Find everything that can be called on a type or read from it."""
        kinds = ("method", "type.method", "property", "type.property")
        return [symbol for kind in kinds for symbol in self.of(kind, *owner)]


def name(symbol: Symbol) -> str:
    """`get(_:)` as `get`, and `baseURL` as `baseUrl`, as the other languages spell it."""
    bare: str = symbol["pathComponents"][-1].split("(")[0].strip("`")
    return bare.replace("URL", "Url").replace("JSON", "Json")


def documented(*symbols: Symbol) -> bool:
    """Return whether each of them has its own comment."""
    return all(
        any(line["text"].strip() for line in symbol.get("docComment", {}).get("lines", [])) for symbol in symbols
    )


def spelled(symbol: Symbol) -> str:
    """Return the declaration as it is in the source."""
    return "".join(fragment["spelling"] for fragment in symbol["declarationFragments"])


def operations(graph: Graph) -> dict[str, Any]:
    """List the calls of each area; a listing is asynchronous if it is an asynchronous sequence."""
    found: dict[str, Any] = {}
    for area in graph.of("struct", "Client"):
        kind = area["pathComponents"][-1]
        typed = f": Client.{kind} {{ get }}"
        accessor = next(name(each) for each in graph.of("property", "Client") if spelled(each).endswith(typed))
        twins: dict[str, list[Symbol]] = {}
        for call in graph.of("method", "Client", kind):
            twins.setdefault(name(call), []).append(call)
        for verb, calls in twins.items():
            texts = [spelled(call) for call in calls]
            found[f"{accessor}.{verb}"] = {
                "doc": documented(*calls),
                **ways(texts),
            }
    return found


def ways(texts: list[str]) -> dict[str, bool]:
    """Return whether there is a blocking call and a suspending one; a sequence can be read in both ways."""
    sequences = [text for text in texts if any(f"-> {name}" in text for name in SEQUENCES)]
    suspending = [text for text in texts if " async " in text]
    return {"blocking": bool(sequences) or len(suspending) < len(texts), "async": bool(sequences or suspending)}


def calls(graph: Graph) -> dict[str, dict[str, bool]]:
    """List the calls of the client itself and of an event, as far as documented."""
    found: dict[str, dict[str, bool]] = {}
    for owner in ("Client", "WebhookEvent"):
        twins: dict[str, list[str]] = {}
        for call in graph.of("method", owner):
            if documented(call):
                twins.setdefault(name(call), []).append(spelled(call))
        found |= {f"{owner}.{verb}": ways(texts) for verb, texts in twins.items()}
    return found


def offered(graph: Graph, owner: str) -> list[str]:
    """List what can be called on a type or read from it, and its cases, as far as documented."""
    found = [*graph.members(owner), *graph.of("enum.case", owner)]
    return sorted({name(member) for member in found if documented(member)})


def signatures(graph: Graph) -> Iterator[str]:
    """List everything public that a source can name, one a line, and every parameter with whether it must be given.

    A closed enum lists its cases as required: who switches over it handles all.
    """
    unknown = [
        symbol["pathComponents"] for symbol in graph.symbols if symbol["pathComponents"][-1].startswith("unknown(")
    ]
    open_enums = {path[0] for path in unknown}
    for symbol in graph.symbols:
        kind = symbol["kind"]["identifier"].removeprefix("swift.")
        *owner, last = symbol["pathComponents"]
        if kind == "func.op" or last in ("hash(into:)", "hashValue", "init(from:)", "encode(to:)"):
            continue
        path = ".".join([*owner, last.split("(")[0]])
        if kind == "enum.case" and owner and owner[0] not in open_enums:
            yield f"{'.'.join(owner)} case {spelled(symbol).removeprefix('case ')} required"
        elif kind == "property":
            yield f"{path}: {spelled(symbol).partition(': ')[2]}"
        elif kind not in ("init", "subscript"):
            yield f"{path}{' async' if ' async ' in spelled(symbol) else ''}"
        yield from parameters(path, spelled(symbol)) if kind in ("init", "method", "type.method") else ()


def parameters(path: str, declaration: str) -> Iterator[str]:
    """List the parameters of a declaration: `(_ id: UUID, wait: TimeInterval = 60)`."""
    depth, start = 0, declaration.index("(") + 1
    for at, letter in enumerate(declaration[start - 1 :], start - 1):
        depth += (letter in "([") - (letter in ")]")
        if (letter == "," and depth == 1) or depth == 0:
            name, _, rest = declaration[start:at].strip().partition(": ")
            kind, _, default = rest.partition(" = ")
            if name:
                yield f"{path}({name.split(' ')[0]}: {kind}) {'optional' if default else 'required'}"
            start = at + 1
        if depth == 0:
            return


def surface(graph: Graph) -> dict[str, Any]:
    """Collect everything that the table needs."""
    models = {
        name(model): {
            "doc": documented(model),
            "fields": {name(field): documented(field) for field in graph.of("property", model["pathComponents"][-1])},
        }
        for model in graph.of("struct")
    }
    enums = {
        name(enum): {
            "doc": documented(enum),
            "values": [name(case) for case in graph.of("enum.case", enum["pathComponents"][-1]) if documented(case)],
        }
        for enum in graph.of("enum")
    }
    errors = [name(case) for case in graph.of("enum.case", "DefactoError") if documented(case)]
    return {
        "operations": operations(graph),
        "calls": calls(graph),
        "models": models,
        "enums": enums,
        "errors": [error[0].upper() + error[1:] for error in errors],
        "types": {name: offered(graph, name) for name in OFFERING},
        "signatures": sorted(set(signatures(graph))),
    }


def main() -> int:
    """Read the graph and write the surface."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    files = list(source.glob("*/symbolgraph/Defacto.symbols.json"))
    if len(files) != 1:
        print(f"there is no symbol graph in {source}: see the help at the top of {sys.argv[0]}", file=sys.stderr)
        return 1
    graph = Graph(json.loads(files[0].read_text(encoding="utf-8"))["symbols"])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(surface(graph), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
