"""A workbook as people keep it: French and German companies, and what goes wrong in spreadsheets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from story import iban, siren

#: How many companies there are, and how many of them are French.
COMPANIES = 300
FRENCH = 200
#: The row of the sheet with the names of the columns: a title stands above them.
HEADINGS_AT = 3
#: The column with the partner's own reference. It means nothing to the API.
REFERENCE = "Réf. client"
HEADINGS = (
    REFERENCE,
    "N° SIREN",
    "Handelsregisternummer",
    "Raison sociale",
    "Adresse",
    "Code postal",
    "Ville",
    "Pays",
    "IBAN",
    "Prénom du dirigeant",
    "Nom du dirigeant",
    "Date de naissance",
    "Nationalité",
    "E-mail du dirigeant",
    "Téléphone du dirigeant",
    "Pays du dirigeant",
    "Remarques",
)
#: What the repairs change, and how often.
REPAIRED = {"blanks": 12, "country": 90, "leading_zeros": 10, "phone_number": 60}
#: What only a person can mend: the code that the check gives it, the column, the bad value, and how many rows have it.
#: The words for `"#N/A"` make it an error value of the spreadsheet.
BROKEN: tuple[tuple[str, str, Any, int], ...] = (
    ("iban_checksum", "IBAN", None, 7),
    ("iban_length", "IBAN", "FR76 3000", 2),
    ("spreadsheet_error", "IBAN", "#N/A", 2),
    ("date_format", "Date de naissance", "31.02.1970", 5),
    ("required", "N° SIREN", "", 3),
    ("spreadsheet_number", "N° SIREN", "5,52E+08", 2),
    ("email_format", "E-mail du dirigeant", "camille.example.org", 4),
)
#: Dates whose order only the person knows, who says it once for the file.
AMBIGUOUS_DATES = 6
#: Companies that stand in the sheet a second time.
REPEATED = 6
#: German companies without the date of birth, which the API cannot look up.
INCOMPLETE = 5


@dataclass
class Messy:
    """The workbook, and what is wrong with it."""

    path: Path
    #: The numbers of the companies by reference, as they should be.
    numbers: dict[str, str] = field(default_factory=dict)
    #: The right values of the cells that are broken, by reference: the column and the value.
    right: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: The references of the rows that are broken, by code.
    broken: Counter[str] = field(default_factory=Counter)


def company(number: int) -> dict[str, Any]:
    """Return the row of a company as it should be."""
    is_french = number < FRENCH
    bank = iban("FR", f"3000600001{number:011}00") if is_french else iban("DE", f"50010517{number:010}")
    return {
        REFERENCE: f"C-{number + 1:04}",
        "N° SIREN": siren(40_000_000 + number) if is_french else "",
        "Handelsregisternummer": "" if is_french else f"HRB {20_000 + number} B",
        "Raison sociale": f"Boulangerie Lefèvre {number} SARL" if is_french else f"Bäckerei Grün {number} GmbH",
        "Adresse": f"{number + 1} rue des Moulins" if is_french else f"Lindenstraße {number + 1}",
        "Code postal": "59800" if is_french else "10969",
        "Ville": "Lille" if is_french else "Berlin",
        "Pays": "FRA" if is_french else "DEU",
        "IBAN": bank,
        "Prénom du dirigeant": "Camille" if is_french else "Käthe",
        "Nom du dirigeant": "Lefèvre" if is_french else "Grün",
        "Date de naissance": date(1971, 9, 3 + number % 20),
        "Nationalité": "FRA" if is_french else "DEU",
        "E-mail du dirigeant": f"direction{number}@example.org",
        "Téléphone du dirigeant": "+33612345678" if is_french else "+493012345678",
        "Pays du dirigeant": "FRA" if is_french else "DEU",
        "Remarques": "à rappeler" if number % 7 == 0 else "",
    }


def write(path: Path) -> Messy:
    """Write the workbook."""
    messy = Messy(path)
    rows = [company(number) for number in range(COMPANIES)]
    messy.numbers = {row[REFERENCE]: row["N° SIREN"] or row["Handelsregisternummer"] for row in rows}
    _let_people_edit(rows)
    _let_zeros_be_lost(rows, messy)
    _break(rows, messy)
    for row in rows[FRENCH + 60 : FRENCH + 60 + INCOMPLETE]:
        row["Date de naissance"] = None
    for row in rows[20 : 20 + REPEATED]:
        number = row["N° SIREN"]
        again = {**row, REFERENCE: row[REFERENCE] + "-bis", "N° SIREN": f"{number[:3]} {number[3:6]} {number[6:]}"}
        rows.append(again)
    rows.append({REFERENCE: f"Total : {COMPANIES}"})
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Clients"
    sheet.cell(1, 1, "Clients à inscrire, printemps")
    for at, heading in enumerate(HEADINGS, start=1):
        sheet.cell(HEADINGS_AT, at, heading)
    for number, row in enumerate(rows, start=HEADINGS_AT + 1):
        for at, heading in enumerate(HEADINGS, start=1):
            value = row.get(heading)
            if value not in (None, ""):
                cell = sheet.cell(number, at, value)
                if isinstance(value, date):
                    cell.number_format = "DD/MM/YYYY"
    book.save(path)
    return messy


def _let_people_edit(rows: list[dict[str, Any]]) -> None:
    """Write what the repairs change without a doubt."""
    for row in rows[: REPAIRED["blanks"]]:
        row["Raison sociale"] = f" \u200b{row['Raison sociale']}\u00a0"
    for number in range(30):
        rows[30 + number]["Pays"] = "France"
    for number in range(20):
        rows[60 + number]["Pays"] = "FR"
    for number in range(25):
        rows[FRENCH + number]["Pays"] = "Allemagne"
    for number in range(15):
        rows[FRENCH + 25 + number]["Pays"] = "Deutschland"
    for number in range(40):
        rows[80 + number]["Téléphone du dirigeant"] = "06 12 34 56 78"
    for number in range(20):
        rows[FRENCH + 40 + number]["Téléphone du dirigeant"] = "030 / 12 34 56 78"


def _let_zeros_be_lost(rows: list[dict[str, Any]], messy: Messy) -> None:
    """Let the spreadsheet take numbers with a zero in front for numbers."""
    for at in range(REPAIRED["leading_zeros"]):
        row = rows[120 + at]
        number = siren(1_234_567 + at)
        messy.numbers[row[REFERENCE]] = number
        row["N° SIREN"] = int(number)


def _break(rows: list[dict[str, Any]], messy: Messy) -> None:
    """Break cells, each in another row, so that only a person can mend them."""
    at = 130
    for code, column, value, count in BROKEN:
        for row in rows[at : at + count]:
            right = row[column]
            messy.right[row[REFERENCE]] = (column, right.isoformat() if isinstance(right, date) else right)
            messy.broken[code] += 1
            row[column] = _other_check_digits(right) if code == "iban_checksum" else value
        at += count
    for row in rows[at : at + AMBIGUOUS_DATES]:
        row["Date de naissance"] = "03/09/1971"
    messy.broken["ambiguous_date"] = AMBIGUOUS_DATES


def _other_check_digits(account: str) -> str:
    return f"{account[:2]}{(int(account[2:4]) + 1) % 97 + 1:02}{account[4:]}"
