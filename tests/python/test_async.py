"""The client for asyncio: the same calls, awaited."""

import asyncio
import inspect
import time
from typing import Any

import pytest
from canned import SILENCE, Canned
from defacto_sdk import AsyncClient, BorrowerStatus, Client, ConfigurationError, EnrollmentProgress, NotFoundError
from defacto_sdk.testing import Sandbox
from story import QUICK, WAITING, eventually, french, ready, requests, sends_nothing_more, siren

PROPERTIES = [name for name, value in vars(Client).items() if inspect.isgetsetdescriptor(value)]
AREAS = [name for name in PROPERTIES if name not in ("base_url", "last_answer")]
CALLS = [
    *("enroll", "enroll_many", "explain", "follow_enrollment", "hello", "request", "request_loan"),
    *("resume_enrollment", "track"),
]
#: The calls that return an asynchronous iterator at once.
ITERATORS = ["enroll_many", "track"]


def asynchronous(sandbox: Sandbox, **settings: Any) -> AsyncClient:
    return AsyncClient(sandbox.api_key, sandbox.url, **settings)


def test_every_call_has_a_twin() -> None:
    methods = {name for name in vars(Client) if not name.startswith("_")} - {*PROPERTIES}
    assert methods - {"with_options", "from_env", "close", "set_api_key"} == set(CALLS)
    for name in CALLS:
        twin = getattr(AsyncClient, name)
        assert inspect.iscoroutinefunction(twin) == (name not in ITERATORS), name
        told = inspect.getdoc(getattr(Client, name))
        assert told
        assert inspect.getdoc(twin) == told.replace("Block", "Suspend").replace("block", "suspend")


@pytest.mark.parametrize("area", AREAS)
def test_every_operation_has_a_twin(area: str) -> None:
    with Client("key", "http://127.0.0.1:9") as client:
        native = getattr(client, area)
    twin = getattr(AsyncClient("key", "http://127.0.0.1:9"), area)
    operations = [name for name in dir(native) if not name.startswith("_")]
    assert operations == [name for name in dir(twin) if not name.startswith("_")]
    for name in operations:
        assert inspect.iscoroutinefunction(getattr(twin, name)) == (name not in native._LISTINGS), name
        told = inspect.getdoc(getattr(native, name))
        assert told
        assert inspect.getdoc(getattr(twin, name)) == told.replace("Block", "Suspend").replace("block", "suspend")


def test_a_call_has_the_signature_of_its_twin() -> None:
    enroll = inspect.signature(AsyncClient.enroll)
    assert list(enroll.parameters) == list(inspect.signature(Client.enroll).parameters)
    assert enroll.parameters["settle_time"].default == 45.0
    assert "Enrollment.Ready" in enroll.return_annotation
    assert (
        str(inspect.signature(AsyncClient("key", "sandbox").borrowers.get))
        == "(borrower_id: 'UUID | str') -> 'Borrower'"
    )


def test_calls_are_coroutines_that_groups_of_tasks_take(defacto_sandbox: Sandbox) -> None:
    async def main() -> None:
        async with asynchronous(defacto_sandbox) as client:
            task = asyncio.create_task(client.enroll(french(1), **WAITING), name="enrolment")
            ready(await task)
            names, listed = await asyncio.gather(client.hello(), client.cards.list())
            assert names == "Hello from the sandbox"
            assert isinstance(listed, list)

    asyncio.run(main())


def test_the_areas_are_those_of_the_client() -> None:
    assert sorted(AREAS) == [
        "accounting",
        "billing",
        "borrowers",
        "business_data",
        "businesses",
        "cards",
        "counterparties",
        "credit_lines",
        "eligibility",
        "financial_products",
        "installments",
        "invoices",
        "loans",
        "onboardings",
        "payments",
        "recollection",
        "repayment_methods",
        "subscriptions",
        "testing",
        "translations",
        "webhooks",
    ]


def test_enrolling(defacto_sandbox: Sandbox) -> None:
    async def main() -> None:
        steps: list[EnrollmentProgress] = []
        async with asynchronous(defacto_sandbox) as client:
            outcome = await client.enroll(french(1), on_progress=steps.append, **WAITING)
            borrower, line = ready(outcome)
            assert borrower.status == BorrowerStatus.READY
            assert steps[-1].stage == "ready"

            assert borrower.id is not None
            assert await client.borrowers.get(borrower.id) == borrower
            assert [found async for found in client.credit_lines.list(borrower=[siren(1)])] == [line]
            assert [method.is_main async for method in client.repayment_methods.list(borrower.id)] == [True]

    asyncio.run(main())


def test_pending_and_resumed(defacto_sandbox: Sandbox) -> None:
    async def main() -> None:
        async with asynchronous(defacto_sandbox) as client:
            outcome = await client.enroll(french(2))
            resume: str = getattr(outcome, "resume")  # noqa: B009
            ready(await client.resume_enrollment(resume, **WAITING))

    asyncio.run(main())


def test_all_pages(defacto_sandbox: Sandbox) -> None:
    async def main() -> None:
        async with asynchronous(defacto_sandbox) as client:
            for number in range(5):
                await client.borrowers.enroll(french(number))
            defacto_sandbox.clear_log()
            found = [borrower.identifier async for borrower in client.borrowers.list(page_size=2)]
        assert sorted(found) == sorted(siren(number) for number in range(5))
        assert len(requests(defacto_sandbox, "GET /borrowers")) == 3

    asyncio.run(main())


def test_errors_are_those_of_the_client(defacto_sandbox: Sandbox) -> None:
    async def main() -> None:
        async with asynchronous(defacto_sandbox) as client:
            with pytest.raises(NotFoundError):
                await client.borrowers.get("00000000-0000-0000-0000-000000000000")
            with pytest.raises(NotFoundError):
                async for _ in client.repayment_methods.list("00000000-0000-0000-0000-000000000000"):
                    pass
            with pytest.raises(TypeError):
                await client.borrowers.get(5)  # type: ignore[arg-type]

    asyncio.run(main())


def test_the_loop_goes_on_during_a_call(defacto_sandbox: Sandbox) -> None:
    async def main() -> None:
        defacto_sandbox.fault("latency", operation="GET /hello", delay_ms=500)
        async with asynchronous(defacto_sandbox) as client:
            call = asyncio.create_task(client.hello())
            steps = 0
            while not call.done():
                steps += 1
                await asyncio.sleep(0.005)
            assert await call == "Hello from the sandbox"
        assert steps > 10

    asyncio.run(main())


def test_a_cancelled_call_ends_at_once_and_sends_no_more(defacto_sandbox: Sandbox) -> None:
    async def main() -> None:
        defacto_sandbox.settings(speed=0.5)
        async with asynchronous(defacto_sandbox) as client:
            call = asyncio.create_task(client.enroll(french(3), wait=60, synchronous=False, **QUICK))
            for _ in range(1000):
                if requests(defacto_sandbox, "GET /credit_lines"):
                    break
                await asyncio.sleep(0.01)
            started = time.monotonic()
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            assert time.monotonic() - started < 0.5
            await asyncio.to_thread(sends_nothing_more, defacto_sandbox, quiet=0.5)
            assert await client.hello() == "Hello from the sandbox"

    asyncio.run(main())


def test_a_time_out_of_asyncio() -> None:
    async def main() -> None:
        with Canned([SILENCE]) as server:
            async with AsyncClient("key", server.url) as client:
                started = time.monotonic()
                with pytest.raises(asyncio.TimeoutError):
                    await asyncio.wait_for(client.hello(), 0.2)
                assert time.monotonic() - started < 0.7

    asyncio.run(main())


def test_twenty_at_once(defacto_sandbox: Sandbox) -> None:
    async def main() -> None:
        async with asynchronous(defacto_sandbox) as client:
            calls = [client.enroll(french(number), **WAITING) for number in range(20)]
            outcomes = await asyncio.gather(*calls)
        identifiers = [ready(outcome)[0].identifier for outcome in outcomes]
        assert identifiers == [siren(number) for number in range(20)]
        assert len(requests(defacto_sandbox, "POST /borrowers")) == 20

    asyncio.run(main())


def test_more_calls_than_may_run_take_their_turn(defacto_sandbox: Sandbox) -> None:
    async def main() -> None:
        async with asynchronous(defacto_sandbox, max_concurrency=2) as client:
            assert await asyncio.gather(*(client.hello() for _ in range(10))) == ["Hello from the sandbox"] * 10

    asyncio.run(main())


@pytest.mark.parametrize("wrong", [0, -1])
def test_a_limit_that_lets_nothing_through_is_refused(wrong: int) -> None:
    with pytest.raises(ValueError, match="must be greater than zero"):
        AsyncClient("key", "sandbox", max_concurrency=wrong)


def test_no_more_calls_are_under_way_than_are_allowed(defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", operation="GET /hello", delay_ms=200, times=6)

    async def main(most: int | None) -> float:
        async with asynchronous(defacto_sandbox, max_concurrency=most) as client:
            started = time.monotonic()
            await asyncio.gather(*(client.hello() for _ in range(3)))
            return time.monotonic() - started

    one_after_the_other = asyncio.run(main(1))
    assert one_after_the_other >= 0.6
    assert asyncio.run(main(None)) < one_after_the_other


def test_two_tasks_share_a_list(defacto_sandbox: Sandbox) -> None:
    async def main() -> None:
        async with asynchronous(defacto_sandbox) as client:
            for number in range(6):
                await client.borrowers.enroll(french(number))
            borrowers = client.borrowers.list(page_size=2)

            async def take() -> list[str]:
                return [borrower.identifier async for borrower in borrowers]

            first, second = await asyncio.gather(take(), take())
        assert sorted(first + second) == sorted(siren(number) for number in range(6))

    asyncio.run(main())


def test_a_call_that_is_cancelled_before_its_turn_is_not_sent() -> None:
    async def main() -> None:
        with Canned([SILENCE]) as server:
            async with AsyncClient("key", server.url, max_concurrency=1) as client:
                first, second = (asyncio.create_task(client.hello()) for _ in range(2))
                await asyncio.get_running_loop().run_in_executor(
                    None, eventually, "the first is there", lambda: len(server.requests) == 1
                )
                second.cancel()
                first.cancel()
                found = await asyncio.gather(first, second, return_exceptions=True)
                assert all(isinstance(error, asyncio.CancelledError) for error in found)
                await asyncio.sleep(0.2)
            assert len(server.requests) == 1

    asyncio.run(main())


def test_from_the_environment(defacto_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFACTO_API_KEY", defacto_sandbox.api_key)
    monkeypatch.setenv("DEFACTO_ENVIRONMENT", defacto_sandbox.url)

    async def main() -> None:
        async with AsyncClient.from_env(read_timeout=10, max_concurrency=4) as client:
            assert client.base_url == defacto_sandbox.url
            assert await client.hello() == "Hello from the sandbox"
            answer = await client.request("GET", "/borrowers", query={"page_size": 5})
            assert answer.json()["data"] == []

    asyncio.run(main())


def test_a_client_that_cannot_work() -> None:
    with pytest.raises(ConfigurationError):
        AsyncClient("", "sandbox")
    with pytest.raises(TypeError):
        AsyncClient("key", "sandbox", unheard_of=1)  # type: ignore[call-arg]


def test_closed(defacto_sandbox: Sandbox) -> None:
    async def main() -> None:
        client = asynchronous(defacto_sandbox)
        async with client:
            await client.hello()
        with pytest.raises((ConfigurationError, RuntimeError)):
            await client.hello()

    asyncio.run(main())


def test_two_loops_one_after_the_other(defacto_sandbox: Sandbox) -> None:
    client = asynchronous(defacto_sandbox)
    for _ in range(2):
        assert asyncio.run(client.hello()) == "Hello from the sandbox"
    asyncio.run(client.close())


def test_the_key_is_not_shown() -> None:
    client = AsyncClient("key-marker-9f3a77c1", "sandbox")
    assert repr(client) == "AsyncClient(base_url='https://api-sandbox.getdefacto.com')"
