"""A portfolio that Spark enrols, and that is killed while it runs."""

from __future__ import annotations

import csv
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pyspark
import pytest
from conftest import (
    COMPANIES,
    QUICK,
    ROOT,
    Database,
    Killable,
    assert_complete,
    assert_nothing_was_done_twice,
    let_things_go_wrong,
    portfolio,
    some_were_sent,
)
from defacto_sdk import Store
from defacto_sdk.testing import Sandbox
from story import siren

pytestmark = pytest.mark.timeout(1200)

Start = Callable[..., Killable]
EXAMPLE = ROOT / "examples/spark/enroll.py"
#: Two executors in their own processes; no output, and listeners on this machine only.
SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "512m",
    "spark.executor.memory": "512m",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
}
AGAIN = 75


class Job:
    """The example as a submitted job."""

    def __init__(self, start: Start, environment: dict[str, str], folder: Path, master: str) -> None:
        self.results = folder / "results"
        self._start, self._master, self._folder = start, master, folder
        work = folder / "spark"
        work.mkdir()
        here = {"SPARK_LOCAL_DIRS": str(work), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
        self._environment = {**environment, **here}

    def submit(self, source: Path) -> Killable:
        options = [part for name, value in SETTINGS.items() for part in ("--conf", f"{name}={value}")]
        submit = str(Path(sys.executable).with_name("spark-submit"))
        job = [str(EXAMPLE), str(source), str(self.results), "--name=customers", "--partitions=4", *QUICK]
        return self._start(submit, "--master", self._master, *options, *job, **self._environment)

    def outcomes(self) -> dict[int, str]:
        table = pyarrow.parquet.read_table(self.results).to_pylist()
        assert len({line["row"] for line in table}) == len(table), "a row has one result"
        return {line["row"]: line["outcome"] for line in sorted(table, key=lambda line: line["row"])}


def said_by_executors(program: Killable) -> list[str]:
    """Return the output of the executors, and remove the files of the local cluster."""
    said: list[str] = []
    for application in set(re.findall(r"app-\d+-\d+", program.text())):
        folder = Path(pyspark.__file__).with_name("work") / application
        said += [file.read_text() for file in folder.glob("*/std*")]
        shutil.rmtree(folder)
    assert said, "the executors have said something"
    return said


def as_parquet(folder: Path) -> Path:
    file = folder / "customers.parquet"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(portfolio()), file)
    return file


def as_csv(folder: Path) -> Path:
    file = folder / "customers.csv"
    with file.open("w", newline="") as text:
        writer = csv.DictWriter(text, ["siren", "name"])
        writer.writeheader()
        writer.writerows(portfolio())
    return file


def until_done(job: Job, source: Path, database: Database) -> list[Killable]:
    """Run the job again while it asks for it: with so many faults a company may fail in one run."""
    programs: list[Killable] = []
    for _ in range(5):
        database.end_leases()
        programs.append(job.submit(source))
        status = programs[-1].end()
        if status == 0:
            return programs
        assert status == AGAIN, programs[-1].text()
    raise AssertionError("it never ended")


def test_killed_with_its_executors_it_goes_on_without_doing_anything_twice(
    defacto_sandbox: Sandbox, database: Database, environment: dict[str, str], start: Start, tmp_path: Path
) -> None:
    let_things_go_wrong(defacto_sandbox)
    job, source = Job(start, environment, tmp_path, "local-cluster[2,1,600]"), as_parquet(tmp_path)
    first = job.submit(source)
    some_were_sent(defacto_sandbox, first, 30)
    assert first.kill() > 3, "the driver, two executors and their Pythons"
    assert len(defacto_sandbox.state()["borrowers"]) < COMPANIES
    programs = [first, *until_done(job, source, database)]
    assert_complete(job.outcomes())
    assert_nothing_was_done_twice(defacto_sandbox)
    said = "".join(text for program in programs for text in [program.text(), *said_by_executors(program)])
    for secret in (environment["DEFACTO_API_KEY"], environment["DEFACTO_STORE"]):
        assert secret not in said


def test_a_company_that_a_dead_job_was_sending_is_pending_until_its_time_is_over(
    defacto_sandbox: Sandbox, database: Database, environment: dict[str, str], start: Start, tmp_path: Path
) -> None:
    job, source = Job(start, environment, tmp_path, "local[2]"), as_csv(tmp_path)
    Store.postgres(database.url)
    # A process died after it began with the company of row 3; its lease has not expired yet.
    database.run(
        "INSERT INTO defacto_enrollments (job, company, row_number, run, state, claimed_by, claimed_until, "
        "looked_at, updated_at) "
        f"VALUES ('customers', 'FR:{siren(3)}', 3, 'of the dead', 'begun', 'the dead', 9000000000000000, 0, 0)"
    )
    program = job.submit(source)
    assert program.end() == AGAIN, program.text()
    assert [row for row, outcome in job.outcomes().items() if outcome == "pending"] == [3]
    database.end_leases()
    program = job.submit(source)
    assert program.end() == 0, program.text()
    assert_complete(job.outcomes())
