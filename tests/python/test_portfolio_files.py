"""Files of portfolios: reading rows, and reporting their columns, encoding and problems."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from defacto_sdk import Client, ConfigurationError, PortfolioRows, Store, StoreError
from defacto_sdk.testing import Sandbox
from portfolios import QUICK, by_row
from story import french, requests, siren


def test_a_file_is_checked_and_then_enrolled(defacto_client: Client, defacto_sandbox: Sandbox, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    text = f"SIREN;Raison sociale;IBAN\n{siren(1)};Forêt SA;FR14 2004 1010 0505 0001 3M02 606\n{siren(2)};Le Pré;FR00\n"
    file.write_bytes(text.encode("cp1252"))

    def rows() -> PortfolioRows:
        return PortfolioRows.open(file, columns={"Raison sociale": "/name", "IBAN": "/account_number"})

    assert rows().columns == [("SIREN", "/identifier"), ("Raison sociale", "/name"), ("IBAN", "/account_number")]
    problems = [(row.number, problem.column) for row in rows() for problem in row.problems]
    assert problems == [(3, "IBAN")]
    assert defacto_sandbox.log() == []
    results = by_row(defacto_client.enroll_many(rows(), Store.in_memory(), **QUICK))
    assert [str(result.outcome) for result in results.values()] == ["ready", "invalid"]
    assert [entry["body"]["name"] for entry in requests(defacto_sandbox, "POST /borrowers")] == ["Forêt SA"]


def test_a_workbook_is_read_by_sheet_and_by_the_order_of_its_dates(tmp_path: Path) -> None:
    def row(number: int, *cells: str) -> str:
        texts = (
            f'<c r="{column}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for column, cell in zip("ABC", cells, strict=False)
        )
        return f'<row r="{number}">{"".join(texts)}</row>'

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    table = row(1, "N° SIREN", "Raison sociale", "Date de naissance") + row(2, siren(1), "Forêt SA", "03/09/1971")
    file = tmp_path / "customers.xlsx"
    with zipfile.ZipFile(file, "w") as book:
        link = f'<Relationship Id="r1" Type="{office}/'
        links = f'<Relationships xmlns="{package}">{link}'
        book.writestr("_rels/.rels", f'{links}officeDocument" Target="xl/workbook.xml"/></Relationships>')
        sheets = '<sheets><sheet name="Clients" sheetId="1" r:id="r1"/></sheets>'
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}">{sheets}</workbook>')
        book.writestr(
            "xl/_rels/workbook.xml.rels", f'{links}worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        )
        data = f'<worksheet xmlns="{main}"><sheetData>{table}</sheetData></worksheet>'
        book.writestr("xl/worksheets/sheet1.xml", data)

    rows = PortfolioRows.open(file)
    assert (rows.sheet, rows.encoding) == ("Clients", None)
    found = [(row.number, problem.column, problem.problem.code) for row in rows for problem in row.problems]
    assert found == [(2, "C: Date de naissance", "ambiguous_date")]
    (named,) = PortfolioRows.open(file, sheet="Clients", dates="day-first")
    assert named.problems == []
    assert named.request is not None
    assert named.request.name == "Forêt SA"
    with pytest.raises(ConfigurationError, match="its sheets are 'Clients'"):
        PortfolioRows.open(file, sheet="Other")
    with pytest.raises(ValueError, match="day-first"):
        PortfolioRows.open(file, dates="dmy")


def test_the_encoding_of_a_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_bytes(f"siren;name\n{siren(1)};Müller & Söhne, Köln\n".encode("mac-roman"))
    rows = PortfolioRows.open(file)
    assert (rows.encoding, rows.is_encoding_guessed) == ("macintosh", True)
    rows = PortfolioRows.open(file, encoding="mac-roman")
    assert (rows.encoding, rows.is_encoding_guessed) == ("macintosh", False)


def test_the_rows_of_a_file_are_enrolled_once(defacto_client: Client, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text(f"siren\n{siren(1)}\n")
    rows = PortfolioRows.open(file)
    assert len(by_row(defacto_client.enroll_many(rows, Store.in_memory(), **QUICK))) == 1
    with pytest.raises(ConfigurationError, match="Open the file again"):
        defacto_client.enroll_many(rows, Store.in_memory(), **QUICK)


def test_rows_that_were_read_are_not_enrolled_without_them(defacto_client: Client, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text(f"siren\n{siren(1)}\n{siren(2)}\n")
    rows = PortfolioRows.open(file)
    assert [row.problems for row in rows] == [[], []]
    with pytest.raises(ConfigurationError, match="read already"):
        defacto_client.enroll_many(rows, Store.in_memory(), **QUICK)


def test_rows_stay_when_the_run_cannot_begin(defacto_client: Client, tmp_path: Path) -> None:
    file, store = tmp_path / "customers.csv", Store.sqlite(tmp_path / "portfolio.db")
    file.write_text(f"siren\n{siren(1)}\n")
    rows = PortfolioRows.open(file)
    with defacto_client.enroll_many([french(2)], store, **QUICK), pytest.raises(StoreError, match="this process"):
        defacto_client.enroll_many(rows, store, **QUICK)
    assert len(by_row(defacto_client.enroll_many(rows, store, **QUICK))) == 1


def test_a_file_that_is_no_portfolio(tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    with pytest.raises(ConfigurationError):
        PortfolioRows.open(file)
    file.write_text("name;city\nTilleuls;Lyon\n")
    with pytest.raises(Exception, match="identifier"):
        PortfolioRows.open(file)
