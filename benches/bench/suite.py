"""All measurements and their targets."""

import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from bench import enrolments, felt, jvm, swift
from bench.build import BENCHES, BUILD, Built, folder_mb, installed
from bench.process import ALL_CORES, ONE_CORE, Client, Server, run, serving, start_up_ms, whole
from bench.samples import interleaved, of, rows
from bench.table import Row, Section, Settings, Target

OURS = Client("defacto-sdk, Python", "ours", python=True)
CORE = Client("defacto-sdk, Rust", "our_core")
RAW = Client("reqwest blocking + serde, Rust", "raw_reqwest_blocking")
HTTPX = Client("httpx + pydantic", "httpx_pydantic", python=True)
PYREQWEST = Client("pyreqwest + pydantic", "pyreqwest_pydantic", python=True)
MSGSPEC = Client("urllib3 + msgspec", "urllib3_msgspec", python=True)
HTTPX2 = Client("httpx2 + pydantic", "httpx2_pydantic", python=True)
NIQUESTS = Client("niquests + pydantic", "niquests_pydantic", python=True, apart=True)
PYQWEST = Client("pyqwest + pydantic", "pyqwest_pydantic", python=True)
PYCURL = Client("pycurl + msgspec", "pycurl_msgspec", python=True)
EVERYONE = (HTTPX, HTTPX2, NIQUESTS, PYREQWEST, PYQWEST, MSGSPEC, PYCURL, OURS, RAW, CORE)
AIOHTTP = Client("aiohttp + msgspec", "aiohttp_msgspec", python=True)
HTTPX_ASYNC = Client("httpx + pydantic, AsyncClient", "httpx_async_pydantic", python=True)
OURS_ASYNC = Client("defacto-sdk, Python, AsyncClient", "ours_asyncio", python=True)
THREADS = 8


Chosen = Sequence[str]
Done = Callable[[Section], None]


def post(built: Built, server: Server, settings: Settings) -> list[Section]:
    """Measure POST /borrowers with a typed request and reply, and its memory."""
    warm_up = max(100, settings.calls // 10)
    samples = interleaved(
        settings.repeats, EVERYONE, lambda client: run(built, server, client, "post", settings.calls, warm_up)
    )
    found = rows(samples, "us CPU/call", lambda run: run.cpu_us, OURS)
    ours = of(found, OURS)
    targets = [
        Target("Python: times reqwest blocking in Rust", ours / of(found, RAW), 1.4),
        Target("Python: times less than httpx + pydantic", of(found, HTTPX) / ours, 12, at_most=False),
        Target("Python: times less than pyreqwest + pydantic", of(found, PYREQWEST) / ours, 2, at_most=False),
        Target("Python: times pycurl + msgspec", ours / of(found, PYCURL), 1),
        Target("Rust: times reqwest blocking in Rust", of(found, CORE) / of(found, RAW), 1.15),
    ]
    notes = ["Ours also validates the request, check digits included; the others do not."]
    memory = rows(samples, "MB peak", lambda run: run.peak_mb, OURS)
    return [
        Section("POST /borrowers, typed request and reply", found, targets, notes, OURS.name),
        Section("Memory after these calls (VmHWM)", memory, base=OURS.name),
    ]


def in_asyncio(built: Built, server: Server, settings: Settings) -> list[Section]:
    """Measure POST /borrowers from asyncio, one call after another."""
    warm_up = max(100, settings.calls // 10)
    samples = interleaved(
        settings.repeats,
        (HTTPX_ASYNC, AIOHTTP, OURS_ASYNC),
        lambda client: run(built, server, client, "asyncio", settings.calls, warm_up),
    )
    found = rows(samples, "us CPU/call", lambda run: run.cpu_us, OURS_ASYNC)
    target = Target("Python: times aiohttp + msgspec", of(found, OURS_ASYNC) / of(found, AIOHTTP), 1)
    notes = ["Ours also validates the request, check digits included; the others do not."]
    return [Section("POST /borrowers in asyncio, one after another", found, [target], notes, OURS_ASYNC.name)]


def threads(built: Built, settings: Settings) -> list[Section]:
    """Throughput with eight threads against one, on all cores."""
    calls = max(settings.calls // THREADS, 50) * THREADS
    clients = (HTTPX, PYREQWEST, OURS, CORE)
    found: list[Row] = []
    with serving(built, ALL_CORES) as server:
        one, many = (
            interleaved(
                settings.repeats,
                clients,
                lambda client, n=n: run(built, server, client, "post", calls, calls // 10, n, ALL_CORES),  # type: ignore[misc]
            )
            for n in (1, THREADS)
        )
    for client in clients:
        single, eight = (statistics.median(1e6 / run.elapsed_us for run in of_[client.name]) for of_ in (one, many))
        found.append(Row(f"{client.name}, 1 thread", single, "calls/s"))
        found.append(Row(f"{client.name}, {THREADS} threads", eight, "calls/s", eight / single))
    ratio = next(row.ratio for row in found if row.who == f"{OURS.name}, {THREADS} threads")
    target = Target("Python: throughput of 8 threads, times that of 1", ratio or 0, 1, at_most=False)
    notes = ["On all cores, server included. Here the ratio is that of 8 threads to 1 thread of the same client."]
    return [Section("Threads: POST /borrowers", found, [target], notes)]


def listing(built: Built, server: Server, settings: Settings) -> list[Section]:
    """List 10,000 borrowers in pages of 100."""
    times = 2 if settings.quick else 5
    samples = interleaved(settings.repeats, EVERYONE, lambda client: run(built, server, client, "list", times, 1))
    found = rows(samples, "ms CPU", lambda run: run.cpu_us / 1e3, OURS)
    ours = of(found, OURS)
    targets = [
        Target("Python: ms CPU", ours, 70),
        Target("Python: times urllib3 + msgspec", ours / of(found, MSGSPEC), 1),
    ]
    return [Section("List 10,000 borrowers in pages of 100", found, targets, base=OURS.name)]


def validation(built: Built, server: Server, settings: Settings) -> list[Section]:
    """Validate one enrolment whose object exists already."""
    calls = settings.calls * 5
    clients = (HTTPX, MSGSPEC, OURS, CORE)
    samples = interleaved(settings.repeats, clients, lambda client: run(built, server, client, "validate", calls, 100))
    named = {"pydantic + python-stdnum": HTTPX, "msgspec (no check digits)": MSGSPEC}
    renamed = {next((new for new, old in named.items() if old.name == name), name): samples[name] for name in samples}
    found = rows(renamed, "us CPU", lambda run: run.cpu_us, OURS)
    target = Target("Python: us CPU", of(found, OURS), 2)
    return [Section("Validate one enrolment", found, [target], base=OURS.name)]


def webhooks(built: Built, server: Server, settings: Settings) -> list[Section]:
    """Check the sender of an event and read its typed entity, a credit line."""
    calls = settings.calls * 5
    samples = interleaved(
        settings.repeats, (OURS, CORE), lambda client: run(built, server, client, "webhook", calls, 100)
    )
    found = rows(samples, "us CPU", lambda run: run.cpu_us, OURS)
    return [Section("Receive a webhook", found, [Target("Python: us CPU", of(found, OURS), 5)], base=OURS.name)]


def portfolio(built: Built, settings: Settings) -> list[Section]:
    """Check a portfolio of many rows, at two sizes: memory must not grow with the rows."""
    few, many = (10_000, 100_000) if settings.quick else (100_000, 1_000_000)
    found: list[Row] = []
    for count in (few, many):
        file = BUILD / f"portfolio-{count}.csv"
        with file.open("w") as output:
            command = [sys.executable, str(BENCHES / "portfolio.py"), str(count)]
            subprocess.run(command, stdout=output, check=True)
        taken = whole([str(built.programs / "defacto"), "portfolio", "check", str(file)])
        file.unlink()
        found.append(Row(f"{count:,} rows", taken.peak_mb, "MB peak"))
        found.append(Row(f"{count:,} rows", taken.elapsed_us / 1e6, "s"))
    peak = found[-2].value
    return [Section("defacto portfolio check, CSV", found, [Target(f"MB peak with {many:,} rows", peak, 150)])]


def storm(built: Built, settings: Settings) -> list[Section]:
    """Enrol many companies synchronously, all at once, against the sandbox at the speed of the API."""
    sections = []
    for count, repeats in ((1_000, 1 if settings.quick else 3), *(() if settings.quick else ((10_000, 1),))):
        found = enrolments.measure(built, count, repeats)
        theirs, typed, ours = found["aiohttp_untyped"], found["aiohttp_typed"], found["ours_async"]
        rows = [
            Row(f"{enrolments.PEERS[client]}: {what}", value, unit)
            for client, taken in found.items()
            for what, value, unit in (
                ("elapsed", taken.elapsed_s, "s"),
                ("CPU", taken.cpu_s, "s"),
                ("threads beside the main one", taken.threads, "threads"),
                ("memory", taken.peak_mb, "MB peak"),
            )
        ]
        targets = [
            Target("Python: elapsed, times aiohttp", ours.elapsed_s / theirs.elapsed_s, 1.1),
            Target("Python: CPU, times aiohttp", ours.cpu_s / theirs.cpu_s, 0.7),
            Target("Python: CPU, times aiohttp + msgspec", ours.cpu_s / typed.cpu_s, 0.7),
            Target("Python: threads of ours", ours.threads, 4),
            Target("Python: MB peak", ours.peak_mb, 60),
            Target("Rust: CPU, times reqwest", found["core"].cpu_s / found["raw"].cpu_s, 1.15),
        ]
        # With ten thousand it only matters that all of them end.
        title = f"{count:,} synchronous enrolments at once, sandbox at the speed of the API"
        sections.append(Section(title, rows, targets if count == 1_000 else []))
    return sections


def importing(built: Built, settings: Settings) -> list[Section]:
    """Import the installed package, compared with a Python that imports nothing."""
    codes = {
        "defacto_sdk": "import defacto_sdk",
        "pyreqwest alone": "import pyreqwest.client",
        "httpx + pydantic": "import httpx, pydantic",
        "urllib3 + msgspec": "import urllib3, msgspec",
    }
    over: dict[str, list[float]] = {name: [] for name in codes}
    bare: list[float] = []
    for _ in range(15 if settings.quick else 41):
        # The first run also reads the files from disk; the median excludes it.
        nothing = start_up_ms(built.python, "pass")
        bare.append(nothing)
        for name, code in codes.items():
            over[name].append(start_up_ms(built.python, code) - nothing)
    middle = {name: statistics.median(values) for name, values in over.items()}
    ours = middle["defacto_sdk"]
    found = [Row("bare Python", statistics.median(bare), "ms")]
    found += [Row(name, value, "ms over it", value / ours) for name, value in middle.items()]
    return [Section("Import", found, [Target("ms over bare Python", ours, 3)])]


def sizes(built: Built, settings: Settings) -> list[Section]:
    """Measure the wheel, and what is on disk after the installation, with everything that it needs."""
    wheel, ours = built.wheel.stat().st_size / 1e6, folder_mb(installed(str(built.wheel)))
    peers = {
        "httpx + pydantic": ("httpx", "pydantic"),
        "pyreqwest + pydantic": ("pyreqwest", "pydantic"),
        "urllib3 + msgspec": ("urllib3", "msgspec"),
        "aiohttp + msgspec": ("aiohttp", "msgspec"),
    }
    found = [Row("defacto-sdk, wheel", wheel, "MB"), Row("defacto-sdk, installed", ours, "MB", 1.0)]
    for name, packages in peers.items():
        size = folder_mb(installed(*packages))
        found.append(Row(f"{name}, installed", size, "MB", size / ours))
    targets = [Target("wheel, MB", wheel, 6), Target("installed, MB", ours, 12)]
    notes = ["Without compiled bytecode. Ours has all operations and models of the API, and no dependency."]
    return [Section("Size", found, targets, notes, "defacto-sdk, installed")]


#: What needs the fast server on the clients' core; the names are those for `--only`.
WITH_SERVER: dict[str, Callable[[Built, Server, Settings], list[Section]]] = {
    "post": post,
    "asyncio": in_asyncio,
    "list": listing,
    "validate": validation,
    "jvm": jvm.measure,
    "swift": swift.measure,
    "webhook": webhooks,
}
OTHERS: dict[str, Callable[[Built, Settings], list[Section]]] = {
    "threads": threads,
    "storm": storm,
    "portfolio": portfolio,
    "import": importing,
    "first-call": felt.first_calls,
    "cold-start": felt.cold_start,
    "in-flight": felt.in_flight,
    "workers": felt.workers,
    "enrolling": felt.enrolling,
    "size": sizes,
}
NAMES = (*WITH_SERVER, *OTHERS)
#: What a flag asks for, since it needs another compiler.
ON_REQUEST = ("jvm", "swift")
USUAL = tuple(name for name in NAMES if name not in ON_REQUEST)


def everything(built: Built, settings: Settings, done: Done, chosen: Chosen = USUAL) -> None:
    """Measure the chosen sections; pass on each table as soon as it is complete."""

    def named(name: str, sections: list[Section]) -> None:
        for section in sections:
            done(replace(section, name=name))

    if set(chosen) & set(WITH_SERVER):
        with serving(built, ONE_CORE) as server:
            for name, measure in WITH_SERVER.items():
                if name in chosen:
                    named(name, measure(built, server, settings))
    for name, alone in OTHERS.items():
        if name in chosen:
            named(name, alone(built, settings))
