"""The growth of the installed size with the number of models.

The sources are copied, models with ten fields each are added and exported to Python, and the library is built with the
release profile, with two numbers of models. The difference is the size of a model; the rest is linear extrapolation.
"""

import random
import re
import shutil
import subprocess
import zlib
from dataclasses import dataclass
from pathlib import Path

from bench.build import BUILD, ROOT, target_folder

#: The numbers of models that are added.
FEW, MANY = 20, 60
#: The number of types for which the size is extrapolated.
WHOLE_API = 200
COPIED = ("core", "bindings-python", "Cargo.lock", "README.md")
#: The types of a model's fields, in the proportions of the API, where most are optional texts.
KINDS = (
    "String",
    "String",
    "Option<String>",
    "Option<String>",
    "Option<String>",
    "Option<String>",
    "Option<String>",
    "Option<bool>",
    "Option<i64>",
    "Option<crate::model::Address>",
    "Option<crate::model::CivilDate>",
    "Option<crate::model::IdentifierType>",
    "Option<crate::model::Timestamp>",
    "Option<crate::model::Uuid>",
    "Vec<String>",
    "Vec<crate::model::Account>",
    "crate::model::JsonObject",
)
FIELDS = 10


@dataclass(frozen=True)
class Growth:
    """What was built, in bytes."""

    plain: int
    few: int
    many: int
    plain_packed: int
    types: int

    @property
    def per_model(self) -> float:
        """Return the size of one more model in bytes."""
        return (self.many - self.few) / (MANY - FEW)

    @property
    def per_model_packed(self) -> float:
        """Return the size of one more model in the wheel, if it compresses like the library itself."""
        return self.per_model * self.plain_packed / self.plain

    def extra_mb(self, packed: bool) -> float:
        """Return the extrapolated size of the types that do not exist yet, in MB."""
        each = self.per_model_packed if packed else self.per_model
        return max(0, WHOLE_API - self.types) * each / 1e6


def measure() -> Growth:
    """Build with no, few and many additional models."""
    folder = BUILD / "bench-growth"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, folder / name)
    manifest = (ROOT / "Cargo.toml").read_text()
    members = 'members = ["core", "core/macros", "bindings-python"]'
    manifest = re.sub(r"(?ms)^members = \[.*?\]$", members, manifest)
    (folder / "Cargo.toml").write_text(re.sub(r"(?m)^default-members = .*$", "", manifest))
    # The build without additional models comes last, so that it stays in the target folder.
    many, few, plain = (build(folder, count) for count in (MANY, FEW, 0))
    return Growth(len(plain), len(few), len(many), packed(plain), count_types())


def build(folder: Path, count: int) -> bytes:
    """Build the library with `count` more models."""
    models = "".join(map(model, range(count)))
    (folder / "core/src/generated.rs").write_text(f"//! Models to be weighed.\n{models}")
    edit(folder / "core/src/lib.rs", ROOT / "core/src/lib.rs", "pub mod api;", "pub mod api;\npub mod generated;")
    names = ", ".join(f"Generated{index}" for index in range(count))
    export = f"#[pymodule_export]\n    use defacto_sdk::generated::{{{names}}};\n\n    /// The version"
    source = ROOT / "bindings-python/src/lib.rs"
    edit(folder / "bindings-python/src/lib.rs", source, "/// The version", export if count else "/// The version")
    command = ["cargo", "build", "--quiet", "--profile", "dist", "-p", "defacto-sdk-python"]
    target = target_folder()
    subprocess.run([*command, "--target-dir", str(target)], cwd=folder, check=True)
    return (target / "dist/lib_native.so").read_bytes()


def model(index: int) -> str:
    """Return the source of one model. All models differ: the compiler keeps one copy of equal functions."""
    kinds = random.Random(index).sample(KINDS, FIELDS)
    fields = "".join(f"    /// A field.\n    pub field_{index}_{at}: {kind},\n" for at, kind in enumerate(kinds))
    return f"/// A model.\n#[defacto_sdk_macros::model(request)]\npub struct Generated{index} {{\n{fields}}}\n"


def edit(target: Path, source: Path, old: str, new: str) -> None:
    """Write the file again with one replacement."""
    text = source.read_text()
    if old not in text:
        raise RuntimeError(f"{source}: {old!r} is not there")
    target.write_text(text.replace(old, new, 1))


def packed(library: bytes) -> int:
    """Return the compressed size, as in a wheel."""
    return len(zlib.compress(library, 9))


def count_types() -> int:
    """Return how many classes the native module exports today."""
    stub = (ROOT / "bindings-python/python/defacto_sdk/_native.pyi").read_text()
    return len(re.findall(r"(?m)^class ", stub))
