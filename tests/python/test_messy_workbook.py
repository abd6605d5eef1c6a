"""A messy workbook from the first check to the last credit line, by the command alone."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

import messy
import pytest
from defacto_sdk.testing import Sandbox
from messy import Messy
from story import requests

#: Companies that the API declines.
DECLINED = 8
#: What the check finds in the workbook: what is repaired counts as well.
FOUND = {**{code: count for code, _, _, count in messy.BROKEN}, "ambiguous_date": messy.AMBIGUOUS_DATES}
#: Rows that only a person can mend, and the line with the total below the table.
TO_CORRECT = sum(count for _, _, _, count in messy.BROKEN) + 1
ROWS = messy.COMPANIES + messy.REPEATED + 1
READY = messy.COMPANIES - DECLINED - (TO_CORRECT - 1) - messy.INCOMPLETE


class Command:
    """The command in a folder, against a sandbox."""

    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        self._folder = folder
        self._environment = {
            **os.environ,
            "DEFACTO_API_KEY": sandbox.api_key,
            "DEFACTO_ENVIRONMENT": sandbox.url,
            "XDG_CONFIG_HOME": str(folder / "settings"),
            "XDG_STATE_HOME": str(folder / "state"),
        }
        self._environment.pop("DEFACTO_STORE", None)

    def run(self, *arguments: str, exits: int = 0) -> str:
        """Run ``defacto portfolio``, check its exit code, and return its output."""
        binary = os.environ.get("DEFACTO_BINARY", "defacto")
        ended = subprocess.run(
            [binary, "portfolio", *arguments],
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        assert ended.returncode == exits, f"exit {ended.returncode}\n{ended.stdout[-2000:]}\n{ended.stderr[-2000:]}"
        return ended.stdout


def lines(text: str) -> list[dict[str, Any]]:
    """Read JSON Lines."""
    return [json.loads(line) for line in text.splitlines()]


def headline(page: str) -> list[str]:
    """Return the figures of a report's headline but the amount, with their labels."""
    figures = re.findall(r"<b>([^<]*)</b><span>([^<]*)</span></div>", page)
    return [f"{figure} {label}" for figure, label in figures if "€" not in figure]


def decline(sandbox: Sandbox, number: str) -> None:
    body = {"business_identifier": {"identifier": number}, "scenario": "NOT_ELIGIBLE"}
    request = urllib.request.Request(
        f"{sandbox.url}/sandbox/business-eligible",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {sandbox.api_key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 204


def in_libre_office(workbook: Path) -> Path:
    """Save a workbook as LibreOffice does."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc-nogui")
    profile = f"-env:UserInstallation={(workbook.parent / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "ods", "--outdir", str(workbook.parent), str(workbook)]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    return workbook.with_suffix(".ods")


@pytest.fixture(params=["openpyxl", "LibreOffice"])
def workbook(request: pytest.FixtureRequest, tmp_path: Path) -> Messy:
    made = messy.write(tmp_path / "clients.xlsx")
    if request.param == "LibreOffice":
        made.path = in_libre_office(made.path)
    return made


def correct(mended: Path, workbook: Messy) -> None:
    """Do what a person does: put the right values in, and remove the total."""
    with mended.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        column, value = workbook.right.get(row[messy.REFERENCE], ("", ""))
        if column:
            row[column] = value
        if row["Pays"] == "DEU" and not row["Date de naissance"]:
            row["Date de naissance"] = "1971-09-03"
    with mended.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, messy.HEADINGS)
        writer.writeheader()
        writer.writerows(row for row in rows if not row[messy.REFERENCE].startswith("Total"))


def test_it_is_checked_mended_and_enrolled_without_a_line_of_code(
    workbook: Messy, defacto_sandbox: Sandbox, tmp_path: Path
) -> None:
    defacto = Command(tmp_path, defacto_sandbox)
    file = workbook.path.name

    # The check finds each thing that is wrong, and what the repairs can mend.
    problems = lines(defacto.run("check", file, "--output", "json", exits=3))
    errors = Counter(problem["code"] for problem in problems if problem["severity"] == "error")
    expected = Counter(FOUND)
    expected.update(required=1, leading_zeros_lost=messy.REPAIRED["leading_zeros"])
    assert errors == expected
    warnings = Counter(problem["code"] for problem in problems if problem["severity"] == "warning")
    assert warnings["country_unknown"] + warnings["country_alpha2"] == messy.REPAIRED["country"]
    assert warnings["phone_format"] == messy.REPAIRED["phone_number"]
    assert warnings["duplicate_company"] == messy.REPEATED

    # The repairs mend what has one meaning, and leave all other cells as they are.
    changes = lines(defacto.run("check", file, "--fix", "mended.csv", "--yes", "--output", "json"))
    assert Counter(change["kind"] for change in changes) == messy.REPAIRED
    mended = tmp_path / "mended.csv"
    with mended.open(encoding="utf-8-sig", newline="") as text:
        table = list(csv.DictReader(text))
    assert (tuple(table[0]), len(table)) == (messy.HEADINGS, ROWS)
    assert [row["Remarques"] for row in table[:8]] == ["à rappeler", *[""] * 6, "à rappeler"]

    # What is left is for the person: the order of the dates is an option, the rest is to be corrected.
    options = ("--dates", "day-first", "--reference", messy.REFERENCE)
    problems = lines(defacto.run("check", "mended.csv", *options, "--output", "json", exits=3))
    errors = Counter(problem["code"] for problem in problems if problem["severity"] == "error")
    left = Counter(FOUND)
    left.update(required=1)
    del left["ambiguous_date"]
    assert errors == left
    assert len({problem["row"] for problem in problems if problem["severity"] == "error"}) == TO_CORRECT

    # The rest is enrolled. The report says what became of each row, by the partner's own reference.
    for number in list(workbook.numbers.values())[:DECLINED]:
        decline(defacto_sandbox, number)
    run = ("enroll", "mended.csv", *options, "--wait", "60s", "--poll-interval", "50ms", "--settle-time", "1s")
    reports = ("--report", "rapport.html", "--language", "fr", "--report", "result.jsonl")
    defacto.run(*run, *reports, exits=3)
    results = lines((tmp_path / "result.jsonl").read_text(encoding="utf-8"))
    assert Counter(result["outcome"] for result in results) == {
        "ready": READY,
        "declined": DECLINED,
        "missing_data": messy.INCOMPLETE,
        "invalid": TO_CORRECT,
        "duplicate": messy.REPEATED,
    }
    assert len(defacto_sandbox.state()["credit_lines"]) == READY
    invalid = {result["reference"] for result in results if result["outcome"] == "invalid"}
    assert invalid == {*workbook.right, f"Total : {messy.COMPANIES}"}
    names = {result["reference"]: result["name"] for result in results if "name" in result}
    assert all(names[reference] for reference in workbook.right)
    page = (tmp_path / "rapport.html").read_text(encoding="utf-8")
    assert headline(page) == [
        f"{ROWS} lignes dans votre fichier",
        f"{READY} entreprises avec une ligne de crédit",
        f"{DECLINED} entreprises refusées",
        f"{TO_CORRECT + messy.INCOMPLETE} lignes à corriger ou à compléter",
        f"{messy.REPEATED} lignes en double",
    ]
    assert page.count('<td class="company">') == ROWS - READY
    for words in ("Dirigeant 1, date de naissance", "la clé de contrôle est fausse", "risque de crédit"):
        assert words in page
    for code in ("/directors", "iban_checksum", "CREDIT_RISK_NOT_ELIGIBLE<"):
        assert code not in page
    personal = [value for column, value in workbook.right.values() if column in ("IBAN", "Date de naissance")]
    assert not [value for value in personal if value in page], "neither accounts nor birth dates"

    # The person corrects the rows. The next run sends only those, and opens all lines that there can be.
    sent = len(requests(defacto_sandbox, "POST /borrowers"))
    correct(mended, workbook)
    defacto.run(*run, *reports)
    corrected = TO_CORRECT - 1 + messy.INCOMPLETE
    assert len(requests(defacto_sandbox, "POST /borrowers")) == sent + corrected
    assert len(defacto_sandbox.state()["credit_lines"]) == messy.COMPANIES - DECLINED
    page = (tmp_path / "rapport.html").read_text(encoding="utf-8")
    assert headline(page) == [
        f"{ROWS - 1} lignes dans votre fichier",
        f"{messy.COMPANIES - DECLINED} entreprises avec une ligne de crédit",
        f"{DECLINED} entreprises refusées",
        "0 ligne à corriger ou à compléter",
        f"{messy.REPEATED} lignes en double",
    ]
