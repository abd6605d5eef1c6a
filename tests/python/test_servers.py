"""The servers and task queues of production: clients before and after the fork, and the end by SIGTERM."""

from __future__ import annotations

import os
from pathlib import Path

import broker
import pytest
from conftest import Run
from defacto_sdk.testing import Sandbox
from servers import COMPANIES, Program, each_company_once
from story import eventually

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")

GUNICORN = ("gunicorn", "wsgi_app", "--preload", "--workers=2", "--bind=fd://SOCKET", "--log-level=warning")
WORKERS = {
    "sync": ("--worker-class=sync",),
    "gthread": ("--worker-class=gthread", "--threads=4"),
    "gevent": ("--worker-class=gevent",),
}


@pytest.mark.parametrize("kind", WORKERS)
def test_gunicorn_with_a_client_made_before_the_fork(kind: str, defacto_sandbox: Sandbox, tmp_path: Path) -> None:
    settings = {"CALLS_ON_THREADS": "yes"} if kind == "gevent" else {}
    with Program(defacto_sandbox, tmp_path, *GUNICORN, *WORKERS[kind], **settings) as program:
        answers = program.post(range(COMPANIES))
        assert {loaded for loaded, _, _ in answers} == {str(program.pid)}, "loaded before the fork"
        workers = {worker for _, worker, _ in answers}
        assert str(program.pid) not in workers
        # Of workers with threads or greenlets, one may take all requests.
        assert kind != "sync" or len(workers) == 2
        assert len({borrower for _, _, borrower in answers}) == COMPANIES
        each_company_once(defacto_sandbox)
        program.terminate()


def test_workers_with_a_store_enrol_a_company_once(defacto_sandbox: Sandbox, tmp_path: Path) -> None:
    store = str(tmp_path / "store.db")
    with Program(defacto_sandbox, tmp_path, *GUNICORN, *WORKERS["sync"], STORE=store) as program:
        answers = program.post(number for number in range(COMPANIES) for _ in range(2))
        assert len({worker for _, worker, _ in answers}) == 2
        borrowers = [borrower for _, _, borrower in answers]
        assert borrowers[::2] == borrowers[1::2]
        each_company_once(defacto_sandbox)
        program.terminate()


def test_uvicorn_with_a_client_in_each_worker(defacto_sandbox: Sandbox, tmp_path: Path) -> None:
    command = ("uvicorn", "asgi_app:app", "--workers=2", "--fd=SOCKET", "--log-level=warning")
    closed = tmp_path / "closed"
    closed.mkdir()
    with Program(defacto_sandbox, tmp_path, *command, CLOSED_BY=str(closed)) as program:
        answers = program.post(range(COMPANIES))
        assert len({borrower for _, _, borrower in answers}) == COMPANIES
        each_company_once(defacto_sandbox)
        program.terminate()
    assert {worker for worker, _, _ in answers} <= {file.name for file in closed.iterdir()}
    assert len(list(closed.iterdir())) == 2, "each worker closes its client"


@pytest.mark.parametrize("made_in", ["module", "worker"])
def test_celery(made_in: str, defacto_sandbox: Sandbox, run_python: Run, tmp_path: Path) -> None:
    broker.prepare(tmp_path)
    (tmp_path / "done").mkdir()
    settings = {"CELERY_FOLDER": str(tmp_path), "CLIENT_OF": made_in}
    command = ("celery", "--app=celery_app", "worker", "--pool=prefork", "--concurrency=2", "--loglevel=warning")
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    with Program(defacto_sandbox, tmp_path, *command, *quiet, **settings) as program:
        send = f"""
            from celery_app import enrol

            for number in range({COMPANIES}):
                enrol.delay(number)
        """
        run_python(send, options=("-W", "ignore"), **program.settings)
        done = tmp_path / "done"
        eventually("the end of all tasks", lambda: len(list(done.iterdir())) == COMPANIES or not program.is_alive())
        workers = {file.name.partition("-")[2] for file in done.iterdir()}
        assert len(workers) == 2, program.texts()
        assert str(program.pid) not in workers
        each_company_once(defacto_sandbox)
        program.terminate()
