"""On what the figures were measured."""

import json
import os
import platform
import re
import subprocess
from datetime import datetime, timezone
from pathlib import Path

from bench.build import BENCHES, ROOT, Built


def machine(built: Built) -> dict[str, object]:
    """Return the date, the processor, the system and the versions of everything that was measured."""
    return {
        "date": datetime.now(timezone.utc).date().isoformat(),
        "processor": processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "rust": output("rustc", "--version").split()[1],
        "sdk": sdk_version(),
        "packages": packages(built.python, "requirements.txt") | packages(built.apart, "requirements-apart.txt"),
    }


def processor() -> str:
    """Return the model of the processor."""
    text = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found.group(1) if found else platform.processor() or platform.machine()


def output(*command: str) -> str:
    """Return what a command prints."""
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def sdk_version() -> str:
    """Return the version of this SDK."""
    found = re.search(r'^version = "(.+)"$', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)
    return found.group(1) if found else "unknown"


def packages(python: Path, requirements: str) -> dict[str, str]:
    """Return the installed versions of the packages that a file names."""
    wanted = re.findall(r"^([\w-]+)==", (BENCHES / requirements).read_text(), re.MULTILINE)
    listed = json.loads(output(str(python), "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"))
    return {package["name"]: package["version"] for package in listed if package["name"].lower() in wanted}
