"""A Celery application whose task enrols a company. Its broker is a folder.

``CLIENT_OF=module`` makes, and uses, the client when the module is imported, before the worker forks its pool;
``CLIENT_OF=worker`` makes it in each process of the pool.
"""

from __future__ import annotations

import os
from pathlib import Path

from broker import settings
from celery import Celery
from celery.signals import worker_process_init, worker_process_shutdown
from defacto_sdk import Client
from story import QUICK, french, ready

FOLDER = Path(os.environ["CELERY_FOLDER"])

app = Celery("enrolling")
app.conf.update(
    settings(FOLDER),
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
)

_shared: dict[str, Client] = {}
if os.environ["CLIENT_OF"] == "module":
    _shared["client"] = Client.from_env()
    assert _shared["client"].hello() == "Hello from the sandbox"
else:

    @worker_process_init.connect
    def _open(**_: object) -> None:
        _shared["client"] = Client.from_env()

    @worker_process_shutdown.connect
    def _close(**_: object) -> None:
        _shared.pop("client").close()


@app.task
def enrol(number: int) -> None:
    """Enrol a company, and note the process that did."""
    ready(_shared["client"].enroll(french(number), wait=30, **QUICK))
    (FOLDER / "done" / f"{number}-{os.getpid()}").touch()
