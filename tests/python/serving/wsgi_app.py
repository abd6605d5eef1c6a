"""A WSGI application that enrols a company a request: ``POST /17`` enrols the seventeenth.

Its client is made, and used, when the module is imported. With ``--preload`` that is before the workers are forked.
``STORE`` names the file of its store.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from defacto_sdk import Client, Store
from story import QUICK, french, ready

client = Client.from_env(store=Store.sqlite(os.environ["STORE"]) if "STORE" in os.environ else None)
LOADED_IN = os.getpid()
assert client.hello() == "Hello from the sandbox"


def enrol(number: int) -> str:
    """Enrol a company, and return its borrower."""
    return str(ready(client.enroll(french(number), wait=30, **QUICK))[0].id)


def in_threads(number: int) -> str:
    """Enrol on a thread of gevent's pool: a blocking call would block all greenlets."""
    import gevent

    borrower: str = gevent.get_hub().threadpool.apply(enrol, (number,))
    return borrower


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Answer with the process that loaded the application, the one that enrolled, and the borrower."""
    number = int(environ["PATH_INFO"].strip("/"))
    borrower = in_threads(number) if os.environ.get("CALLS_ON_THREADS") else enrol(number)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{LOADED_IN} {os.getpid()} {borrower}".encode()]
