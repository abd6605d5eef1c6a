"""Try how much it takes to add something: a model with an operation, and an option of a journey.

    python tools/additions.py

Copies the repository to a folder below `target`, changes three files there, and builds. Then the operation must be in
Rust, Python, Kotlin and Swift, blocking and asynchronous, with its documentation, and in the reference; so must the
option. The repository itself stays as it is.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TREE = ROOT / "target/additions/tree"
BUILD = ROOT / "target/additions/build"

MODEL_AND_OPERATION = """
/// A discount on a subscription.
#[model]
pub struct Discount {
    /// The percentage of the monthly fee.
    pub percentage: Decimal,
}

/// Subscriptions: financial products with a monthly fee.
#[operations]
impl Subscriptions {
    /// Reads the discount of a subscription. Blocks; safe to repeat.
    ///
    /// Operation: `GET /subscription/{subscription_id}/discount`.
    ///
    /// # Errors
    /// `NotFound` if no subscription has this id.
    #[operation(GET, "/subscription/{subscription_id}/discount")]
    pub fn get_discount(&self, subscription_id: Uuid) -> Result<Discount>;

"""
OPTION = """
    /// The campaign that the request belongs to.
    campaign: Option<String>,
"""
#: What is added: file, the text before which it stands, and the text itself.
CHANGES = {
    "core/src/api/subscriptions.rs": [
        ("/// Subscriptions: financial products with a monthly fee.\n#[operations]\nimpl Subscriptions {\n", ""),
        ("    /// Activates a subscription.", MODEL_AND_OPERATION),
        ("use defacto_sdk_macros::operations;", "use defacto_sdk_macros::model;\n"),
        ("use crate::model::Uuid;", "use crate::model::Decimal;\n"),
    ],
    "core/src/lending/options.rs": [
        ("    /// Whether an offer is accepted (", OPTION.lstrip("\n")),
    ],
    "bindings-python/src/lib.rs": [
        ("Subscriptions};", "Discount, "),
    ],
}
#: What a user must find then: the folder or file, and texts that stand somewhere in it.
WANTED = {
    "bindings-python/python/defacto_sdk/_native.pyi": [
        "class Discount:",
        "def get_discount(self, /, subscription_id: UUID | str) -> Discount:",
        "Raises `NotFoundError` if no subscription has this id.",
        "campaign: str | None = None",
        "- `campaign`: The campaign that the request belongs to.",
    ],
    "bindings-python/python/defacto_sdk/_async_calls.py": [
        "async def get_discount(self, subscription_id: UUID | str) -> Discount:",
        "campaign=campaign",
    ],
    "bindings-python/python/defacto_sdk/__init__.py": ['"Discount"'],
    "kotlin": [
        "class Discount",
        "fun getDiscount(subscriptionId: UUID): Discount",
        "suspend fun getDiscount(subscriptionId: UUID): Discount",
        "fun getDiscountAsync(subscriptionId: UUID)",
        "@throws DefactoException `NotFound` if no subscription has this id.",
        "val campaign: String?",
    ],
    "bindings-swift/Sources/Defacto/Generated": [
        "struct Discount",
        "func getDiscount(",
        "async throws -> Discount",
        "- Throws:",
        "var campaign: String?",
    ],
    "docs/reference": ["GET /subscription/{subscription_id}/discount", "The percentage of the monthly fee."],
}


def copy() -> None:
    """Bring the copy up to date: a file that did not change keeps its time, so that little is compiled anew."""
    names = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    for name in names:
        source, target = ROOT / name, TREE / name
        if not source.is_file() or (target.is_file() and filecmp.cmp(source, target, shallow=False)):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def change() -> None:
    """Add the model, the operation and the option."""
    for name, additions in CHANGES.items():
        text = (ROOT / name).read_text()
        for before, addition in additions:
            assert before in text, f"{name} has no {before!r} any more"
            # The block's own head moves below the model, which brings it along.
            text = text.replace(before, addition + before if addition else "", 1)
        if not (TREE / name).is_file() or (TREE / name).read_text() != text:
            (TREE / name).write_text(text)


def run(*command: str) -> None:
    """Run a command in the copy, with a build folder of its own: cargo would take its crates for the repository's."""
    subprocess.run(command, cwd=TREE, env=os.environ | {"CARGO_TARGET_DIR": str(BUILD)}, check=True)


def build() -> None:
    """Write what comes from the sources: stubs, Kotlin, Swift, reference."""
    run("cargo", "build", "--locked", "--quiet", "-p", "defacto-ffi", "-p", "defacto-bindings")
    tool, library = str(BUILD / "debug/defacto-bindings"), str(BUILD / "debug/libdefacto_ffi.so")
    run(tool, "kotlin", "--library", library, "--out", "kotlin")
    run(tool, "swift", "--library", library, "--out", "bindings-swift/Sources")
    run(tool, "reference", "--out", "docs/reference")
    run(sys.executable, "tools/stubs.py")


def text_of(path: Path) -> str:
    """Return the text of a file, or of all files of a folder."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return "\n".join(file.read_text() for file in files if file.is_file())


def main() -> int:
    """Add it to the copy, and look for it in every language."""
    copy()
    change()
    build()
    missing = [
        f"{name} has no {text!r}"
        for name, texts in WANTED.items()
        for text in texts
        if text not in text_of(TREE / name)
    ]
    for line in missing:
        print(line)
    print(f"{len(CHANGES)} files changed, {sum(map(len, WANTED.values())) - len(missing)} effects found")
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main())
