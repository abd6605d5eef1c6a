"""One call after the other on the JVM, beside other clients of it."""

import json
import statistics
import subprocess

from bench.build import BENCHES, BUILD, ROOT, Built, environment
from bench.process import ONE_CORE, Client, Run, Server, check, pinned
from bench.samples import interleaved, of, rows
from bench.table import Row, Section, Settings, Target

OURS = Client("defacto-sdk, blocking", "ours")
SUSPENDED = Client("defacto-sdk, suspend", "ours-suspend")
JACKSON = Client("OkHttp + Jackson", "okhttp-jackson")
PEERS = (
    JACKSON,
    Client("OkHttp + kotlinx.serialization", "okhttp-serialization"),
    Client("java.net.http + Jackson", "java-jackson"),
    Client("Ktor CIO + kotlinx.serialization", "ktor-serialization"),
)
EVERYONE = (*PEERS, OURS, SUSPENDED)
HERE = BENCHES / "jvm"
#: The compiler of the JVM needs thousands of calls before it is at its end.
WARM_UP = 8000
WARM_UP_LISTS = 12


def build() -> None:
    """Install the SDK as it ships, and build the clients."""
    maven = ["mvn", "--batch-mode", "--quiet", "--no-transfer-progress", "--file"]
    sdk = [*maven, "bindings-kotlin", "--projects", "sdk", "--also-make", "install", "-Ddocs.skip"]
    subprocess.run(sdk, cwd=ROOT, check=True)
    subprocess.run([*maven, str(HERE), "package"], cwd=ROOT, check=True)


def command() -> list[str]:
    """Return the beginning of a command that runs a client."""
    jars = f"{HERE}/target/jvm-benches-0.jar:{HERE}/target/dependency/*"
    return ["java", "-cp", jars, "MeasureKt"]


def run(server: Server, client: Client, work: str, calls: int, warm_up: int) -> Run:
    """Run a client once, and check with the server that it did its work."""
    server.reset()
    arguments = [*command(), client.program, server.url, work, str(calls), str(warm_up)]
    answer = subprocess.run(
        pinned(arguments, ONE_CORE), cwd=BUILD, check=True, stdout=subprocess.PIPE, text=True, env=environment()
    )
    found = json.loads(answer.stdout)
    kind = "post" if work == "first" else work
    check(client, kind, calls, calls + warm_up, found["items"], server.counts())
    return Run(found["cpu_us"] / calls, found["elapsed_us"] / calls, found["items"], found["peak_kib"] / 1000)


def posts(server: Server, settings: Settings) -> list[Section]:
    """Measure POST /borrowers with a typed request and reply, and its memory."""
    calls = settings.calls * 2
    samples = interleaved(settings.repeats, EVERYONE, lambda client: run(server, client, "post", calls, WARM_UP))
    found = rows(samples, "us CPU/call", lambda run: run.cpu_us, OURS)
    theirs = of(found, JACKSON)
    targets = [
        Target("Blocking: times OkHttp + Jackson", of(found, OURS) / theirs, 1),
        Target("Suspend: times OkHttp + Jackson", of(found, SUSPENDED) / theirs, 1),
    ]
    notes = ["Ours also validates the request, check digits included; the others do not."]
    memory = rows(samples, "MB peak", lambda run: run.peak_mb, OURS)
    return [
        Section("JVM: POST /borrowers, typed request and reply", found, targets, notes, OURS.name),
        Section("JVM: memory after these calls (VmHWM)", memory, base=OURS.name),
    ]


def lists(server: Server, settings: Settings) -> Section:
    """List 10,000 borrowers in pages of 100."""
    samples = interleaved(settings.repeats, EVERYONE, lambda client: run(server, client, "list", 5, WARM_UP_LISTS))
    found = rows(samples, "ms CPU", lambda run: run.cpu_us / 1e3, OURS)
    theirs = of(found, JACKSON)
    targets = [
        Target("Blocking: times OkHttp + Jackson", of(found, OURS) / theirs, 1),
        Target("Suspend: times OkHttp + Jackson", of(found, SUSPENDED) / theirs, 1),
    ]
    return Section("JVM: list 10,000 borrowers in pages of 100", found, targets, base=OURS.name)


def validation(server: Server, settings: Settings) -> Section:
    """Validate one enrolment whose object exists already."""
    calls = settings.calls * 5
    runs = [run(server, OURS, "validate", calls, WARM_UP * 5) for _ in range(settings.repeats)]
    return Section("JVM: validate one enrolment", rows({OURS.name: runs}, "us CPU", lambda run: run.cpu_us, OURS))


def firsts(server: Server, settings: Settings) -> Section:
    """Measure a new JVM until its first call has ended."""
    repeats = settings.repeats * 3
    samples = interleaved(repeats, EVERYONE, lambda client: run(server, client, "first", 1, 0))
    found = rows(samples, "ms", lambda run: run.elapsed_us / 1e3, OURS)
    cpu = {name: statistics.median(run.cpu_us / 1e3 for run in runs) for name, runs in samples.items()}
    found += [Row(f"{name}: CPU", value, "ms") for name, value in cpu.items()]
    title = "JVM: from its start to the end of the first call"
    return Section(title, found, [Target("Blocking: ms", of(found, OURS), 400)], base=OURS.name)


def measure(built: Built, server: Server, settings: Settings) -> list[Section]:
    """Measure everything on the JVM."""
    build()
    first = firsts(server, settings)
    return [*posts(server, settings), lists(server, settings), validation(server, settings), first]
