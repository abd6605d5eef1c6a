"""What users feel: the first call of a process, a cold start, a slow network, a portfolio from file to end."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from bench import enrolments
from bench.build import BENCHES, BUILD, Built, environment
from bench.process import ALL_CORES, Client, pinned, serving, whole
from bench.table import Row, Section, Settings, Target

OURS = Client("defacto-sdk, Python", "ours", python=True)
HTTPX = Client("httpx + pydantic", "httpx_pydantic", python=True)
MSGSPEC = Client("urllib3 + msgspec", "urllib3_msgspec", python=True)
CORE = Client("defacto-sdk, Rust", "our_core")
RAW = Client("reqwest blocking + serde, Rust", "raw_reqwest_blocking")
STEPS = {"import": "import", "client": "new client", "first": "first call", "second": "second call"}
#: What the certificate of the server is added to.
SYSTEM_TRUST = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
ROUND_TRIP_MS = 30
WORKERS = 8
#: The sandbox does not limit these runs.
SPEED = 1000


@dataclass(frozen=True)
class Tls:
    """A server with TLS, and the environment of a client whose system trusts it."""

    url: str
    environment: dict[str, str]


@contextmanager
def tls(built: Built, server: str, round_trip_ms: int = 0) -> Iterator[Tls]:
    """Put TLS, and a network with this round trip, before a server with plain HTTP."""
    command = [str(built.programs / "tls_proxy"), server.removeprefix("http://"), str(round_trip_ms)]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process,
        tempfile.NamedTemporaryFile("w", suffix=".pem") as trusted,
    ):
        assert process.stdin
        assert process.stdout
        found = json.loads(process.stdout.readline())
        system = next((Path(file).read_text() for file in SYSTEM_TRUST if Path(file).exists()), "")
        trusted.write(f"{system}\n{found['certificate']}")
        trusted.flush()
        try:
            yield Tls(found["url"], environment() | {"SSL_CERT_FILE": trusted.name})
        finally:
            process.stdin.close()


def first_calls(built: Built, settings: Settings) -> list[Section]:
    """Time import, client, first and second call in a fresh process, over TLS."""
    clients = (HTTPX, MSGSPEC, OURS, RAW, CORE)
    samples: dict[str, list[dict[str, float]]] = {client.name: [] for client in clients}
    with serving(built, ALL_CORES) as server, tls(built, server.url) as secure:
        for _ in range(7 if settings.quick else 21):
            for client in clients:
                samples[client.name].append(first_call(built, client, secure))
    found = [
        Row(f"{name}: {text}", statistics.median(values), "ms", None, min(values), max(values))
        for name, runs in samples.items()
        for text, values in steps(runs).items()
    ]
    middle = {name: statistics.median(steps(runs)["all of it"]) for name, runs in samples.items()}
    targets = [
        Target("Python: all of it, times httpx + pydantic", middle[OURS.name] / middle[HTTPX.name], 0.25),
        Target("Python: all of it, times urllib3 + msgspec", middle[OURS.name] / middle[MSGSPEC.name], 0.5),
        Target("Rust: all of it, times reqwest blocking", middle[CORE.name] / middle[RAW.name], 1.15),
    ]
    notes = ["Over TLS, with the trust store of the system. The import includes the models of the client."]
    return [Section("First call of a process", found, targets, notes)]


def steps(runs: list[dict[str, float]]) -> dict[str, list[float]]:
    """Return the samples of each step, and of their sum."""
    known = [name for name in STEPS if f"{name}_ms" in runs[0]]
    found = {STEPS[name]: [run[f"{name}_ms"] for run in runs] for name in known}
    return found | {"all of it": [sum(run.values()) - run["second_ms"] for run in runs]}


def first_call(built: Built, client: Client, secure: Tls) -> dict[str, float]:
    """Run one client once."""
    if client.python:
        command = [str(client.interpreter(built)), str(BENCHES / "clients/first_call.py"), client.program, secure.url]
    else:
        command = [str(built.programs / client.program), secure.url, "first", "2", "0", "1"]
    answer = subprocess.run(
        pinned(command, ALL_CORES), check=True, stdout=subprocess.PIPE, text=True, cwd=BUILD, env=secure.environment
    )
    found: dict[str, float] = json.loads(answer.stdout)
    return found


def cold_start(built: Built, settings: Settings) -> list[Section]:
    """Time a whole Python process that makes one call over TLS, with compiled modules and without."""
    clients = {"bare Python": None, "httpx + pydantic": HTTPX, "urllib3 + msgspec": MSGSPEC, OURS.name: OURS}
    samples: dict[tuple[str, bool], list[float]] = {(name, pyc): [] for pyc in (True, False) for name in clients}
    with serving(built, ALL_CORES) as server, tls(built, server.url) as secure, uncompiled(built) as sources:
        for _ in range(7 if settings.quick else 21):
            for name, pyc in samples:
                samples[name, pyc].append(elapsed_ms(built, clients[name], secure, None if pyc else sources))
    middle = {key: statistics.median(values) for key, values in samples.items()}
    found = [
        Row(
            told(name, pyc),
            middle[name, pyc],
            "ms",
            middle[name, pyc] / middle[OURS.name, pyc],
            min(values),
            max(values),
        )
        for (name, pyc), values in samples.items()
    ]
    over = {pyc: middle[OURS.name, pyc] - middle["bare Python", pyc] for pyc in (True, False)}
    targets = [
        Target("Python: ms over bare Python", over[True], 30),
        Target("Python: without .pyc, ms over bare Python", over[False], 40),
    ]
    notes = [
        "A whole process: start, import, client, one call over TLS, end. Without .pyc the packages are compiled anew;",
        "the standard library is not. The ratio is to ours with, or without, .pyc.",
    ]
    return [Section("Cold start of a function: python -c, one call", found, targets, notes)]


def told(name: str, pyc: bool) -> str:
    """Return the name of a row."""
    return name if pyc else f"{name}, without .pyc"


@contextmanager
def uncompiled(built: Built) -> Iterator[Path]:
    """Copy the packages and the clients, without compiled modules."""
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        packages = next(built.python.parent.parent.glob("lib/python*/site-packages"))
        ignored = shutil.ignore_patterns("__pycache__", "*.pyc", "pip", "setuptools")
        sources = Path(folder) / "clients"
        for source in (packages, BENCHES / "clients"):
            shutil.copytree(source, sources, ignore=ignored, dirs_exist_ok=True)
        # The clients look for it beside their folder.
        shutil.copytree(BENCHES / "data", Path(folder) / "data")
        yield sources


def elapsed_ms(built: Built, client: Client | None, secure: Tls, sources: Path | None) -> float:
    """Return the elapsed time of a process that calls once; of one that does nothing without a client."""
    call = f"import {client.program}; {client.program}.connect({secure.url!r}).post()" if client else "pass"
    if sources:
        # Without the environment's packages, which are compiled.
        path = f"sys.path[:] = [{str(sources)!r}, *(p for p in sys.path if 'site-packages' not in p)]"
    else:
        path = f"sys.path.insert(0, {str(BENCHES / 'clients')!r})"
    command = [str(built.python), *(["-B"] if sources else []), "-c", f"import sys; {path}; {call}"]
    started = time.perf_counter()
    subprocess.run(command, cwd=BUILD, check=True, env=secure.environment)
    return (time.perf_counter() - started) * 1e3


def in_flight(built: Built, settings: Settings) -> list[Section]:
    """Return the memory of many calls at once, which `storm` measures."""
    count = 1_000 if settings.quick else 10_000
    found = enrolments.measure(built, count, 1)
    ours = found["ours_async"].peak_mb
    rows = [
        Row(enrolments.PEERS[client], taken.peak_mb, "MB peak", taken.peak_mb / ours) for client, taken in found.items()
    ]
    base = enrolments.PEERS["ours_async"]
    target = Target("Python: MB peak, times aiohttp + msgspec", ours / found["aiohttp_typed"].peak_mb, 1)
    return [Section(f"Memory of {count:,} enrolments in flight", rows, [target], base=base)]


@dataclass(frozen=True)
class Enrolled:
    """A portfolio that was enrolled."""

    rows_a_second: float
    calls_a_row: float
    cpu_us_a_row: float
    sandbox_cpu_us_a_row: float
    peak_mb: float
    sandbox_mb: float


def enroll(built: Built, rows: int, *, slow_network: bool = False) -> Enrolled:
    """Enrol a portfolio with the command, against a sandbox. Raises unless each row has its outcome."""
    with (
        tempfile.TemporaryDirectory(dir=BUILD) as folder,
        enrolments.sandbox(built, WORKERS, SPEED) as sandbox,
        tls(built, sandbox.url, ROUND_TRIP_MS) if slow_network else nullcontext(Tls(sandbox.url, environment())) as api,
    ):
        file = portfolio_file(Path(folder), rows)
        command = [str(built.programs / "defacto"), "portfolio", "enroll", str(file), "--store", f"{folder}/store.db"]
        command += ["--max-in-flight", str(WORKERS), "--poll-interval", "100ms"]
        variables = {"DEFACTO_API_KEY": "bench-key", "DEFACTO_ENVIRONMENT": api.url}
        taken = whole(command, api.environment | variables)
        cpu, sandbox_mb = sandbox.cpu_us(), sandbox.peak_mb()
        return Enrolled(
            rows / taken.elapsed_us * 1e6, sandbox.calls() / rows, taken.cpu_us / rows, cpu / rows, taken.peak_mb,
            sandbox_mb,
        )  # fmt: skip


def flush_ms() -> float:
    """Return how long this disk takes to flush a write: some writes of a row are on it before their call."""
    times = []
    with tempfile.TemporaryFile(dir=BUILD) as file:
        for _ in range(50):
            file.write(b"0" * 4096)
            file.flush()
            started = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - started) * 1e3)
    return statistics.median(times)


def portfolio_file(folder: Path, rows: int) -> Path:
    """Write a portfolio of invented companies."""
    file = folder / f"portfolio-{rows}.csv"
    with file.open("w") as output:
        subprocess.run([sys.executable, str(BENCHES / "portfolio.py"), str(rows)], stdout=output, check=True)
    return file


def workers(built: Built, settings: Settings) -> list[Section]:
    """Enrol a portfolio over TLS and a slow network, with as many companies at once as by default."""
    rows = 400 if settings.quick else 2_000
    taken = [enroll(built, rows, slow_network=True) for _ in range(1 if settings.quick else 3)]
    rate = statistics.median(run.rows_a_second for run in taken)
    calls = taken[0].calls_a_row
    bound = WORKERS / (calls * ROUND_TRIP_MS / 1e3)
    found = [
        Row(f"defacto portfolio enroll, {WORKERS} at once", rate, "rows/s"),
        Row("calls for a row", calls, "calls"),
        Row(f"{WORKERS} at once, each call {ROUND_TRIP_MS} ms and nothing else", bound, "rows/s"),
        Row("a flush of this disk", flush_ms(), "ms"),
    ]
    target = Target("rows/s, times what the network allows", rate / bound, 0.85, at_most=False)
    title = f"{rows:,} rows over TLS with a round trip of {ROUND_TRIP_MS} ms, {WORKERS} at once"
    return [Section(title, found, [target])]


def enrolling(built: Built, settings: Settings) -> list[Section]:
    """Enrol portfolios of growing size: the rows a second must not fall."""
    sizes = (1_000, 3_000, 10_000) if settings.quick else (10_000, 30_000, 100_000)
    taken = {rows: enroll(built, rows) for rows in sizes}
    found = [
        Row(f"{rows:,} rows: {what}", value, unit)
        for rows, run in taken.items()
        for what, value, unit in (
            ("throughput", run.rows_a_second, "rows/s"),
            ("calls for a row", run.calls_a_row, "calls"),
            ("CPU of the command for a row", run.cpu_us_a_row, "us CPU"),
            ("CPU of the sandbox for a row", run.sandbox_cpu_us_a_row, "us CPU"),
            ("memory of the command", run.peak_mb, "MB peak"),
            ("memory of the sandbox", run.sandbox_mb, "MB peak"),
        )
    ]
    found.append(Row("a flush of this disk", flush_ms(), "ms"))
    few, many = taken[sizes[0]], taken[sizes[-1]]
    targets = [
        Target(
            f"rows/s of {sizes[-1]:,} rows, times those of {sizes[0]:,}",
            many.rows_a_second / few.rows_a_second, 0.9, at_most=False,
        ),
        Target(
            f"CPU of the command for a row, {sizes[-1]:,} rows, times that of {sizes[0]:,}",
            many.cpu_us_a_row / few.cpu_us_a_row, 1.1,
        ),
        Target(f"MB of the command with {sizes[-1]:,} rows", many.peak_mb, 60),
    ]  # fmt: skip
    notes = [
        f"Against the sandbox at --speed {SPEED} on the same cores, so its work counts as well.",
        "The command flushes the disk about three times for a row, one flush at a time.",
    ]
    return [Section("defacto portfolio enroll, by rows", found, targets, notes)]
