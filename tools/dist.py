"""Make what people install, in `dist`: for this machine, or for the platform in the variable TARGET.

    python tools/dist.py python       wheel and source distribution of the package
    python tools/dist.py command      wheel and archive of the command
    python tools/dist.py native       library for Kotlin, Java and Swift
    python tools/dist.py crates       crates, and the check that they could be published
    python tools/dist.py maven        Maven repository, with the libraries that are in dist/native
    python tools/dist.py android      Android archive in that repository; needs the NDK
    python tools/dist.py bundle       that repository, signed and packed for Maven Central
    python tools/dist.py swift        Swift package, and the library for Linux servers
    python tools/dist.py sums         checksums of everything, and the platforms that are missing
    python tools/dist.py targets      list the platforms, as JSON

A library for Linux needs glibc 2.17, whatever this machine has: zig links it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
TARGET_FOLDER = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
LICENCES = ("LICENSE-APACHE", "LICENSE-MIT", "THIRD-PARTY-LICENSES.md")
GLIBC = "2.17"


@dataclass(frozen=True)
class Target:
    """A platform in Rust's name, and what others call it."""

    triple: str
    #: The folder of the jar in which the library lies; `None` if it is in no jar.
    jar: str | None
    library: str
    #: The name of its wheels, where maturin has to be told.
    wheel: str | None = None

    @property
    def zig(self) -> bool:
        """Whether zig links for it."""
        return "linux" in self.triple

    @property
    def program(self) -> str:
        """The file name of the command."""
        return "defacto.exe" if "windows" in self.triple else "defacto"


SO, DYLIB, DLL = "libdefacto_ffi.so", "libdefacto_ffi.dylib", "defacto_ffi.dll"
TARGETS = (
    Target("x86_64-unknown-linux-gnu", "linux-x86-64", SO, "manylinux2014"),
    Target("aarch64-unknown-linux-gnu", "linux-aarch64", SO, "manylinux2014"),
    Target("x86_64-unknown-linux-musl", None, SO, "musllinux_1_2"),
    Target("aarch64-unknown-linux-musl", None, SO, "musllinux_1_2"),
    Target("x86_64-apple-darwin", "darwin-x86-64", DYLIB),
    Target("aarch64-apple-darwin", "darwin-aarch64", DYLIB),
    Target("x86_64-pc-windows-msvc", "win32-x86-64", DLL),
)


def main() -> None:
    """Make one kind of artifact."""
    steps: dict[str, Callable[[], None]] = {
        "python": python,
        "command": command,
        "native": native,
        "crates": crates,
        "maven": maven,
        "android": android,
        "bundle": bundle,
        "swift": swift,
        "sums": sums,
        "targets": targets,
    }
    if len(sys.argv) != 2 or sys.argv[1] not in steps:
        raise SystemExit(__doc__)
    steps[sys.argv[1]]()


def python() -> None:
    """Build the wheel and the source distribution of the package, and check both."""
    out = fresh("python")
    if not os.environ.get("TARGET") or wanted() is TARGETS[0]:
        run("maturin", "sdist", "--out", out)
    wheel("bindings-python/Cargo.toml", out)
    run("abi3audit", "--strict", *out.glob("*.whl"))
    check_wheels(out)


def command() -> None:
    """Build the wheel of the command, and an archive with the program, its manual and its completions."""
    out = fresh("command")
    wheel("cli/Cargo.toml", out)
    check_wheels(out)
    target = wanted()
    packed = next(out.glob("*.whl"))
    name = f"defacto-{version()}-{target.triple}"
    with zipfile.ZipFile(packed) as archive:
        program = archive.read(next(name for name in archive.namelist() if name.endswith(f"/scripts/{target.program}")))
        bills = {Path(name).name: archive.read(name) for name in archive.namelist() if "/sboms/" in name}
    files = {target.program: program, "README.md": (ROOT / "cli/README.md").read_bytes(), **licences(), **bills}
    if target.triple == host():
        files |= manuals(program)
    pack(out / f"{name}.tar.gz", name, files)


def native() -> None:
    """Build the library behind Kotlin, Java and Swift, with a list of what is in it."""
    target = wanted()
    if target.jar is None:
        print(f"no jar holds a library for {target.triple}")
        return
    out = DIST / "native" / target.jar
    out.mkdir(parents=True, exist_ok=True)
    how = ["zigbuild", "--target", f"{target.triple}.{GLIBC}"] if target.zig else ["build", "--target", target.triple]
    run("cargo", *how, "--locked", "--quiet", "--profile", "dist", "-p", "defacto-ffi")
    shutil.copy(TARGET_FOLDER / target.triple / "dist" / target.library, out)
    bill("bindings-kotlin/Cargo.toml", "defacto-ffi", out / "defacto-ffi.cdx.json")


def crates() -> None:
    """Package the crates, in the order in which they have to be published; cargo builds each from its package."""
    out = fresh("crates")
    names = ("defacto-sdk-macros", "defacto-sdk", "defacto-sandbox")
    packages = [part for name in names for part in ("--package", name)]
    dirty = [] if os.environ.get("CI") else ["--allow-dirty"]
    run("cargo", "publish", "--dry-run", "--locked", *dirty, *packages)
    for name in names:
        shutil.copy(next((TARGET_FOLDER / "package").rglob(f"{name}-{version()}.crate")), out)


def maven() -> None:
    """Write a Maven repository with the jars, their sources and their documentation."""
    out = fresh("maven")
    natives = DIST / "native"
    if not any(natives.glob("*/*defacto_ffi*")):
        raise SystemExit("dist/native has no library: run `make dist-native` first, on each platform.")
    run(
        *("mvn", "--batch-mode", "--no-transfer-progress", "--file", "bindings-kotlin"),
        *(
            "--projects",
            ".,sdk,testing",
            "deploy",
            "-DskipTests",
            f"-Dnatives={natives}",
            f"-DaltDeploymentRepository=dist::file://{out}",
        ),
        *os.environ.get("MAVEN_ARGUMENTS", "").split(),
    )


def android() -> None:
    """Assemble the Android archive: the classes of the jar, the libraries for phones, and the shrinkers' rules."""
    libraries = TARGET_FOLDER / "android"
    run("tools/android.sh", libraries)
    jar = DIST / f"maven/com/getdefacto/defacto-sdk/{version()}/defacto-sdk-{version()}.jar"
    name = f"defacto-sdk-android-{version()}"
    out = DIST / f"maven/com/getdefacto/defacto-sdk-android/{version()}"
    out.mkdir(parents=True, exist_ok=True)
    classes = io.BytesIO()
    with zipfile.ZipFile(jar) as source, zipfile.ZipFile(classes, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            if not entry.startswith(("linux-", "darwin-", "win32-")):
                target.writestr(entry, source.read(entry))
    rules = "".join(path.read_text() for path in sorted((ROOT / SHRINKING).iterdir()))
    with zipfile.ZipFile(out / f"{name}.aar", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("AndroidManifest.xml", MANIFEST)
        archive.writestr("classes.jar", classes.getvalue())
        archive.writestr("R.txt", "")
        archive.writestr("proguard.txt", rules)
        for library in sorted(libraries.rglob("*.so")):
            archive.write(library, f"jni/{library.relative_to(libraries)}")
    pom = jar.with_suffix(".pom").read_text()
    pom = pom.replace(
        "<artifactId>defacto-sdk</artifactId>",
        "<artifactId>defacto-sdk-android</artifactId>\n  <packaging>aar</packaging>",
    )
    pom = pom.replace("<artifactId>jna</artifactId>", "<artifactId>jna</artifactId>\n      <type>aar</type>")
    (out / f"{name}.pom").write_text(pom)
    for kind in ("sources", "javadoc"):
        shutil.copy(jar.with_name(f"{jar.stem}-{kind}.jar"), out / f"{name}-{kind}.jar")
    for file in [*out.iterdir()]:
        for algorithm in ("md5", "sha1"):
            file.with_name(f"{file.name}.{algorithm}").write_text(hashlib.new(algorithm, file.read_bytes()).hexdigest())


SHRINKING = "bindings-kotlin/sdk/src/main/shrinking"
MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.getdefacto.sdk">
    <uses-sdk android:minSdkVersion="26" />
    <uses-permission android:name="android.permission.INTERNET" />
</manifest>
"""


def bundle() -> None:
    """Sign every file of the Maven repository with GnuPG's default key, and pack it as Maven Central takes it."""
    repository = DIST / "maven"
    files = [path for path in repository.rglob("*") if path.suffix in (".jar", ".pom", ".aar", ".json")]
    for path in files:
        run("gpg", "--batch", "--yes", "--armor", "--detach-sign", path)
    with zipfile.ZipFile(DIST / "maven-central.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(repository.rglob("*")):
            if path.is_file() and not path.name.startswith("maven-metadata"):
                archive.write(path, path.relative_to(repository))


def swift() -> None:
    """Write the Swift package as a release holds it, and the library for servers with Linux."""
    out = fresh("swift")
    run("bindings-swift/generate.sh")
    root = out / "defacto-swift"
    for folder in ("Sources/Defacto", "Sources/DefactoFFI", "Sources/DefactoTesting"):
        shutil.copytree(ROOT / "bindings-swift" / folder, root / folder)
    for name in LICENCES:
        shutil.copy(ROOT / name, root)
    shutil.copy(ROOT / "docs/guides/apple.md", root / "README.md")
    manifest = (ROOT / "bindings-swift/Package.release.swift").read_text()
    (root / "Package.swift").write_text(manifest.replace("VERSION", version()).replace("CHECKSUM", checksum()))
    shutil.make_archive(str(out / f"defacto-swift-{version()}"), "zip", out, root.name)
    if FRAMEWORK.exists():
        shutil.copy(FRAMEWORK, out)
    for target in TARGETS:
        library = DIST / "native" / str(target.jar) / target.library
        if target.zig and library.exists():
            server_library(out, target, library)


#: What a Mac has built: bindings-swift/xcframework.sh.
FRAMEWORK = TARGET_FOLDER / "xcframework/DefactoFFI.xcframework.zip"


def checksum() -> str:
    """Return the checksum of the framework that a Mac has built, or what to put in its place."""
    return hashlib.sha256(FRAMEWORK.read_bytes()).hexdigest() if FRAMEWORK.exists() else "0" * 64


def server_library(out: Path, target: Target, library: Path) -> None:
    """Pack a library with its header and its description for pkg-config."""
    name = f"defacto-ffi-{version()}-{target.triple}"
    description = "\n".join(
        (
            "prefix=${pcfiledir}/../..",
            "Name: defacto-ffi",
            "Description: The native library of the Defacto SDK for Swift",
            f"Version: {version()}",
            "Libs: -L${prefix}/lib -ldefacto_ffi",
            "Cflags: -I${prefix}/include",
            "",
        )
    )
    files = {
        f"lib/{target.library}": library.read_bytes(),
        "lib/pkgconfig/defacto-ffi.pc": description.encode(),
        "include/DefactoFFI.h": (ROOT / "bindings-swift/Sources/DefactoFFI/DefactoFFI.h").read_bytes(),
        "defacto-ffi.cdx.json": (library.parent / "defacto-ffi.cdx.json").read_bytes(),
        **licences(),
    }
    pack(out / f"{name}.tar.gz", name, files)


def sums() -> None:
    """Write SHA256SUMS, and say which platforms are missing."""
    files = sorted(path for path in DIST.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(DIST)}\n" for path in files]
    (DIST / "SHA256SUMS").write_text("".join(lines))
    print(f"dist has {len(files)} files; their checksums are in dist/SHA256SUMS")
    missing = [target.triple for target in TARGETS if not list(DIST.glob(f"command/*-{target.triple}.tar.gz"))]
    if missing:
        print("not built on this machine (each needs Rust's target, a Mac or Windows):", *missing)


def targets() -> None:
    """Print the platforms, for the release workflow."""
    print(json.dumps([target.triple for target in TARGETS]))


def wheel(manifest: str, out: Path) -> None:
    """Build a wheel with everything in it that its licences ask for, and the list of what it is made of."""
    target = wanted()
    for_linux = ["--zig", "--compatibility", target.wheel] if target.wheel else []
    maturin = ("maturin", "build", "--locked", "--profile", "dist", "--manifest-path", manifest)
    run(*maturin, "--target", target.triple, *for_linux, "--out", out)


def check_wheels(out: Path) -> None:
    """Let the tools of the field look at every distribution."""
    run("twine", "check", "--strict", *out.iterdir())
    for built in out.glob("*.whl"):
        run("check-wheel-contents", built)
        if "linux" in built.name:
            run("auditwheel", "show", built)


def bill(manifest: str, name: str, file: Path) -> None:
    """Write what a library is made of, in CycloneDX's form."""
    written = ROOT / manifest
    run(
        *("cargo", "cyclonedx", "--manifest-path", manifest, "--format", "json", "--spec-version", "1.5"),
        *("--target", wanted().triple, "--override-filename", f"{name}.cdx"),
    )
    for other in ROOT.rglob(f"{name}.cdx.json"):
        if other.parent == written.parent:
            # It names the folder of each of our crates.
            file.write_text(other.read_text().replace(str(ROOT), "/defacto-sdk"))
            other.unlink()
        elif "dist" not in other.relative_to(ROOT).parts:
            other.unlink()


def manuals(program: bytes) -> dict[str, bytes]:
    """Return the manual page of every command and the completions of every shell, as the program prints them."""
    path = DIST / "command" / "defacto"
    path.write_bytes(program)
    path.chmod(0o755)

    def printed(*arguments: str) -> bytes:
        return subprocess.run([path, *arguments], check=True, capture_output=True).stdout

    files = {f"completions/{file}": printed("completions", shell) for shell, file in SHELLS.items()}
    waiting: list[list[str]] = [[]]
    while waiting:
        words = waiting.pop()
        page = printed("man", *words)
        files[f"man/{'-'.join(['defacto', *words])}.1"] = page
        waiting += [[*words, word] for word in commands(page.decode(), words) if word != "help"]
    path.unlink()
    return files


SHELLS = {"bash": "defacto.bash", "zsh": "_defacto", "fish": "defacto.fish", "powershell": "_defacto.ps1"}


def commands(page: str, words: list[str]) -> list[str]:
    """Return the commands below one, from its manual."""
    prefix = "".join(f"{word}\\-" for word in ["defacto", *(word.replace("-", "\\-") for word in words)])
    lines = [line for line in page.splitlines() if line.startswith(prefix) and line.endswith("(1)")]
    return [line.removeprefix(prefix).removesuffix("(1)").replace("\\-", "-") for line in lines]


def licences() -> dict[str, bytes]:
    """Return our licences, and those of what is built in."""
    return {name: (ROOT / name).read_bytes() for name in LICENCES}


def pack(file: Path, folder: str, files: dict[str, bytes]) -> None:
    """Write an archive that is the same byte by byte if its content is."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in sorted(files.items()):
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size = len(content)
            entry.mode = 0o755 if name in ("defacto", "defacto.exe") else 0o644
            archive.addfile(entry, io.BytesIO(content))
    file.write_bytes(gzip.compress(packed.getvalue(), mtime=0))


def fresh(name: str) -> Path:
    """Return an empty folder in `dist`."""
    folder = DIST / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def wanted() -> Target:
    """Return the platform to build for."""
    triple = os.environ.get("TARGET") or host()
    found = next((target for target in TARGETS if target.triple == triple), None)
    if found is None:
        raise SystemExit(f"{triple} is not among the platforms: {', '.join(target.triple for target in TARGETS)}")
    return found


def host() -> str:
    """Return the platform of this machine."""
    lines = subprocess.run(["rustc", "-vV"], check=True, capture_output=True, text=True).stdout.splitlines()
    return next(line.removeprefix("host: ") for line in lines if line.startswith("host: "))


def version() -> str:
    """Return the version, from the workspace."""
    metadata = subprocess.run(
        ["cargo", "metadata", "--no-deps", "--format-version", "1"], cwd=ROOT, check=True, capture_output=True
    )
    packages = json.loads(metadata.stdout)["packages"]
    return str(next(package["version"] for package in packages if package["name"] == "defacto-sdk"))


def environment() -> dict[str, str]:
    """Return the variables of a build: what ships does not name the folders of the machine that built it."""
    cargo = os.environ.get("CARGO_HOME", str(Path.home() / ".cargo"))
    flags = [f"--remap-path-prefix={cargo}=cargo", f"--remap-path-prefix={ROOT}=defacto-sdk"]
    return {**os.environ, "CARGO_ENCODED_RUSTFLAGS": "\x1f".join(flags), "CARGO_INCREMENTAL": "0"}


def run(*arguments: str | Path) -> None:
    """Run a program in the project's folder; end with its status if it fails."""
    print("$", *(str(argument).replace(f"{ROOT}/", "") for argument in arguments), flush=True)
    finished = subprocess.run([str(argument) for argument in arguments], cwd=ROOT, env=environment())
    if finished.returncode != 0:
        raise SystemExit(finished.returncode)


if __name__ == "__main__":
    main()
