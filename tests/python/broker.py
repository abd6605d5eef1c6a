"""A broker and results of Celery in a folder, which need no server.

Kombu's broker in files writes a message where the workers look for it: one that is read half-written is lost. So are
results, and queues that two programs make at once. Here a file has its name only when it is whole.
"""

from __future__ import annotations

import os
import time
import uuid
from pathlib import Path
from typing import Any

from celery.backends.filesystem import FilesystemBackend
from kombu import Connection, Exchange, Queue
from kombu.transport import filesystem
from kombu.utils.encoding import ensure_bytes
from kombu.utils.json import dumps


def _write(file: Path, content: bytes) -> None:
    part = file.with_name(f".{file.name}.{uuid.uuid4()}")
    part.write_bytes(content)
    part.replace(file)


class Channel(filesystem.Channel):
    """Puts whole messages."""

    def _put(self, queue: str, payload: dict[str, Any], **_: object) -> None:
        name = f"{time.monotonic_ns()}_{uuid.uuid4()}.{queue}.msg"
        _write(Path(self.data_folder_out, name), ensure_bytes(dumps(payload)))


class Transport(filesystem.Transport):
    """The broker."""

    Channel = Channel


class Results(FilesystemBackend):
    """Keeps whole results."""

    def set(self, key: bytes, value: str | bytes) -> None:
        """Write the result of a task."""
        _write(Path(os.fsdecode(self._filename(key))), ensure_bytes(value))


def settings(folder: Path) -> dict[str, Any]:
    """Return the settings of Celery for this folder. The broker loses the messages that a killed worker had taken."""
    return {
        "broker_url": "filesystem://",
        "broker_transport": "broker:Transport",
        "broker_transport_options": {
            "data_folder_in": str(folder / "messages"),
            "data_folder_out": str(folder / "messages"),
            "control_folder": str(folder / "control"),
            "polling_interval": 0.05,
        },
        "result_backend": f"broker:Results+file://{folder / 'results'}",
        "worker_concurrency": 2,
        "worker_enable_remote_control": False,
    }


def prepare(folder: Path) -> None:
    """Make the folders and the queue, before any program starts."""
    for name in ("messages", "control", "results"):
        (folder / name).mkdir()
    chosen = settings(folder)
    options = chosen["broker_transport_options"]
    with Connection(
        chosen["broker_url"], transport=chosen["broker_transport"], transport_options=options
    ) as connection:
        Queue("celery", Exchange("celery"), "celery").bind(connection.default_channel).declare()
