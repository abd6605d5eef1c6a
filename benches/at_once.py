"""Compare many calls at once from Kotlin and Swift with other clients: `python benches/at_once.py [--count N]`.

benches/README.md explains what is measured, and how to read it. Before, install the library for Kotlin in its release
form (`mvn -f bindings-kotlin install`), and build the one for Swift (`make swift-package`).
"""

import argparse
import json
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "benches/at-once"
KOTLIN = ("defacto-suspend", "defacto-futures", "okhttp", "ktor")
SWIFT = ("defacto-swift", "urlsession")
BUILT = ROOT / "target/at-once-swift"


def build(clients: list[str]) -> None:
    """Build the clients."""
    if set(clients) & set(KOTLIN):
        maven = ["mvn", "--batch-mode", "--quiet", "--no-transfer-progress", "--file", str(HERE / "kotlin")]
        subprocess.run([*maven, "package"], check=True)
    if set(clients) & set(SWIFT):
        subprocess.run([*swift("build"), "--configuration", "release"], check=True)


def swift(command: str) -> list[str]:
    """Return the beginning of a command of Swift's package manager."""
    paths = ["--package-path", str(HERE / "swift"), "--scratch-path", str(BUILT)]
    return [str(ROOT / "tools/swift.sh"), command, *paths]


def program(client: str) -> list[str]:
    """Return the command that runs a client."""
    if client in SWIFT:
        return [*swift("run"), "--configuration", "release", "--skip-build", "AtOnce", client]
    jars = f"{HERE}/kotlin/target/at-once-0.jar:{HERE}/kotlin/target/dependency/*"
    return ["java", "-cp", jars, "AtOnceKt", client]


def measure(client: str, count: int) -> dict[str, float]:
    """Run a client against its own sandbox."""
    binary = os.environ.get("DEFACTO_BINARY", str(ROOT / "target/release/defacto"))
    command = [binary, "sandbox", "--port", "0", "--ready-json", "--until-stdin-closes", "--speed=1", "--api-key=key"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as sandbox:
        assert sandbox.stdin is not None
        assert sandbox.stdout is not None
        url = json.loads(sandbox.stdout.readline())["url"]
        run = [*program(client), url, "key", str(count)]
        output = subprocess.run(run, check=True, stdout=subprocess.PIPE, text=True).stdout
        sandbox.stdin.close()
    figures: dict[str, float] = json.loads(output.strip().splitlines()[-1])
    if figures["ready"] != count:
        raise SystemExit(f"{client}: only {figures['ready']} of {count} companies are enrolled")
    return figures


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description="Measure many calls at once from Kotlin and Swift.")
    parser.add_argument("--count", type=int, default=1000, help="how many enrolments; 1000 unless set")
    parser.add_argument("--clients", default=",".join(KOTLIN + SWIFT), help="which clients; all unless set")
    parser.add_argument("--repeats", type=int, default=3, help="how often; 3 unless set")
    arguments = parser.parse_args()
    clients = arguments.clients.split(",")
    build(clients)
    print(f"{'client':<18}{'elapsed s':>11}{'CPU s':>8}{'threads':>9}{'peak MiB':>10}")
    for _ in range(arguments.repeats):
        for client in clients:
            found = measure(client, arguments.count)
            print(
                f"{client:<18}{found['elapsed_s']:>11.2f}{found['cpu_s']:>8.2f}"
                f"{found['threads']:>9.0f}{found['peak_mib']:>10.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
