"""Swift: this SDK beside URLSession with Codable."""

import subprocess

from bench.build import BENCHES, ROOT, Built
from bench.process import Client, Server, run
from bench.samples import interleaved, of, rows
from bench.table import Section, Settings, Target

FOLDER = BENCHES / "swift"
PATHS = (
    "--package-path",
    str(FOLDER),
    "--scratch-path",
    str(ROOT / "target/bench-swift"),
    "--configuration",
    "release",
)
RUNNER = (str(ROOT / "tools/swift.sh"), "run", *PATHS, "--skip-build", "SingleCalls")
OURS = Client("defacto-sdk, Swift", "ours", runner=RUNNER)
OURS_ASYNC = Client("defacto-sdk, Swift, await", "ours-async", runner=RUNNER)
SESSION = Client("URLSession + Codable", "urlsession", runner=RUNNER)


def build() -> None:
    """Build the library as it ships, and the clients."""
    subprocess.run([str(ROOT / "bindings-swift/generate.sh"), "dist"], check=True)
    subprocess.run([str(ROOT / "tools/swift.sh"), "build", *PATHS], check=True, stdout=subprocess.DEVNULL)


def measure(built: Built, server: Server, settings: Settings) -> list[Section]:
    """Measure POST /borrowers, a list and a validation."""
    build()
    warm_up = max(100, settings.calls // 10)
    clients = (SESSION, OURS, OURS_ASYNC)
    posts = interleaved(
        settings.repeats, clients, lambda client: run(built, server, client, "post", settings.calls, warm_up)
    )
    found = rows(posts, "us CPU/call", lambda run: run.cpu_us, OURS)
    below = "defacto-sdk below URLSession + Codable in CPU"
    targets = [
        Target(f"{below}, times", of(found, OURS) / of(found, SESSION), 1),
        Target(f"{below}, with await, times", of(found, OURS_ASYNC) / of(found, SESSION), 1),
    ]
    notes = ["Ours also validates the request, check digits included; URLSession does not."]
    memory = rows(posts, "MB peak", lambda run: run.peak_mb, OURS)
    return [
        Section("Swift: POST /borrowers, typed request and reply", found, targets, notes, OURS.name),
        Section("Swift: memory after these calls (VmHWM)", memory, base=OURS.name),
        listing(built, server, settings, clients),
        validation(built, server, settings),
    ]


def listing(built: Built, server: Server, settings: Settings, clients: tuple[Client, ...]) -> Section:
    """List 10,000 borrowers in pages of 100."""
    times = 2 if settings.quick else 5
    samples = interleaved(settings.repeats, clients, lambda client: run(built, server, client, "list", times, 1))
    found = rows(samples, "ms CPU", lambda run: run.cpu_us / 1e3, OURS)
    target = Target("defacto-sdk below URLSession + Codable in CPU, times", of(found, OURS) / of(found, SESSION), 1)
    return Section("Swift: list 10,000 borrowers in pages of 100", found, [target], base=OURS.name)


def validation(built: Built, server: Server, settings: Settings) -> Section:
    """Validate one enrolment whose object exists already."""
    once = lambda client: run(built, server, client, "validate", settings.calls * 5, 100)  # noqa: E731
    found = rows(interleaved(settings.repeats, (OURS,), once), "us CPU", lambda run: run.cpu_us, OURS)
    return Section("Swift: validate one enrolment", found)
