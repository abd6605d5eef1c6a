"""The settings of the example's workers: a broker that needs no server."""

import os
from pathlib import Path

from broker import settings

globals().update(settings(Path(os.environ["CELERY_TEST_FOLDER"])))
