"""The recipe for gevent: blocking calls on the threads of gevent's pool."""

from __future__ import annotations

from conftest import Run
from defacto_sdk.testing import Sandbox


def test_greenlets_go_on_during_calls(run_python: Run, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", operation="GET /hello", delay_ms=500, times=3)
    program = """
        from gevent import monkey

        monkey.patch_all()

        import sys
        import gevent
        from defacto_sdk import Client, Enrollment
        from story import QUICK, french

        client = Client("test-key", sys.argv[1])
        steps = 0

        def count():
            global steps
            while True:
                steps += 1
                gevent.sleep(0.005)

        def call(function, *arguments, **keywords):
            return gevent.get_hub().threadpool.apply(function, arguments, keywords)

        counting = gevent.spawn(count)
        greetings = [gevent.spawn(call, client.hello) for _ in range(3)]
        gevent.joinall(greetings, raise_error=True)
        assert steps > 10, steps
        outcome = call(client.enroll, french(1), wait=30, **QUICK)
        assert isinstance(outcome, Enrollment.Ready), outcome
        counting.kill()
        print([greeting.value for greeting in greetings])
    """
    printed = run_python(program, defacto_sandbox.url, options=("-W", "ignore"))
    assert printed == "['Hello from the sandbox', 'Hello from the sandbox', 'Hello from the sandbox']\n"
