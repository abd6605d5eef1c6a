"""A broker in files, which needs no server. It loses the messages that a killed worker had taken."""

import os
from pathlib import Path

_folder = Path(os.environ["CELERY_TEST_FOLDER"])
for _name in ("messages", "control", "results"):
    (_folder / _name).mkdir(exist_ok=True)

broker_url = "filesystem://"
broker_transport_options = {
    "data_folder_in": str(_folder / "messages"),
    "data_folder_out": str(_folder / "messages"),
    "control_folder": str(_folder / "control"),
    "polling_interval": 0.05,
}
result_backend = f"file://{_folder / 'results'}"
worker_concurrency = 2
worker_enable_remote_control = False
