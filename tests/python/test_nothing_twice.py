"""One company has one borrower, whatever the spelling of its number, whichever client enrols it, and however often."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from defacto_sdk import (
    AsyncClient,
    Client,
    CompanyMatch,
    ConfigurationError,
    Enrollment,
    NewBorrower,
    NotFoundError,
    PaymentMethod,
    PortfolioReport,
    PortfolioResult,
    Store,
)
from defacto_sdk.testing import Sandbox
from story import NOBODY, WAITING, candidates, complete, french, hamburg, munich, ready, requests, siren, spelled

PORTFOLIO: dict[str, Any] = {"settle_time": 0.4, "poll_interval": 0.02, "wait": 30.0}
#: Only a number that several companies have.
BARE = NewBorrower(identifier="hrb 22222", identifier_type="hr_nummer")


def posts(sandbox: Sandbox) -> int:
    return len(requests(sandbox, "POST /borrowers"))


def test_a_company_has_one_borrower_in_every_spelling(defacto_sandbox: Sandbox) -> None:
    ids = set()
    for spelling in range(7):
        # Another client: it does not share what the first one has seen, and must read it from the API.
        with defacto_sandbox.client() as client:
            ids.add(ready(client.enroll(spelled(1, spelling), **WAITING))[0].id)
    assert len(ids) == 1
    assert posts(defacto_sandbox) == 1


def test_rows_with_any_number_of_a_company_are_one_borrower(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    rows: list[dict[str, Any]] = [
        {"siren": spelled(1, 0).identifier, "siret": None, "name": "Tilleuls SAS"},
        {"siren": float("nan"), "siret": spelled(1, 5).identifier, "name": "Tilleuls SAS"},
        {"identifier": spelled(1, 3).identifier, "identifier_type": "vat_number", "name": "Tilleuls SAS"},
        {"identifier": spelled(1, 2).identifier, "identifier_type": "siren", "name": "Tilleuls SAS"},
    ]
    # Each is a table of its own, as from different systems.
    results = [
        result
        for number, row in enumerate(rows, 1)
        for result in defacto_client.enroll_many([(number, row)], Store.in_memory(), **PORTFOLIO)
    ]
    assert [str(result.outcome) for result in results] == ["ready"] * 4, [result.problems for result in results]
    assert len({result.borrower_id for result in results}) == 1
    assert posts(defacto_sandbox) == 1


def test_rows_of_one_company_are_duplicates(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    rows = [spelled(2, spelling) for spelling in range(7)]
    results = list(defacto_client.enroll_many(rows, Store.in_memory(), **PORTFOLIO))
    assert sorted(str(result.outcome) for result in results) == ["duplicate"] * 6 + ["ready"]
    assert posts(defacto_sandbox) == 1


def test_clients_in_threads_enrol_a_company_once(defacto_sandbox: Sandbox) -> None:
    # Slow enough that all calls begin before the first answer.
    defacto_sandbox.settings(speed=10.0)
    together = threading.Barrier(8)

    def enrol(number: int) -> UUID | None:
        with defacto_sandbox.client() as client:
            together.wait()
            return ready(client.enroll(spelled(3, number), **WAITING))[0].id

    with ThreadPoolExecutor(8) as threads:
        ids = set(threads.map(enrol, range(8)))
    assert len(ids) == 1
    assert posts(defacto_sandbox) == 1


def test_asynchronous_clients_enrol_a_company_once(defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.settings(speed=10.0)

    async def enrol(number: int) -> UUID | None:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url) as client:
            return ready(await client.enroll(spelled(4, number), **WAITING))[0].id

    async def main() -> set[UUID | None]:
        return set(await asyncio.gather(*(enrol(number) for number in range(8))))

    assert len(asyncio.run(main())) == 1
    assert posts(defacto_sandbox) == 1


def test_two_companies_with_one_number_have_a_line_each(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    alpha, alpha_line = ready(defacto_client.enroll(munich(), **WAITING))
    beta, beta_line = ready(defacto_client.enroll(hamburg(), **WAITING))
    assert alpha.id != beta.id
    assert alpha_line.id != beta_line.id
    assert beta_line.default_borrower is not None
    assert beta_line.default_borrower.name == "Beta Logistik GmbH"
    assert munich().compare_company(hamburg()) == CompanyMatch.DIFFERENT
    for company, known in ((munich(), alpha), (hamburg(), beta)):
        assert ready(defacto_client.enroll(company, **WAITING))[0].id == known.id, "it is found again"
    assert posts(defacto_sandbox) == 2


def by_row(results: Any) -> list[PortfolioResult]:
    return sorted(results, key=lambda result: int(result.row))


def test_a_portfolio_with_two_companies_of_one_number_enrols_both(
    defacto_client: Client, defacto_sandbox: Sandbox
) -> None:
    store = Store.in_memory()
    # One at a time: the third row finds the borrowers of the others.
    with defacto_client.enroll_many([munich(), hamburg(), BARE], store, max_in_flight=1, **PORTFOLIO) as run:
        alpha, beta, bare = by_row(run)
        progress = run.progress()
    assert [str(result.outcome) for result in (alpha, beta, bare)] == ["ready", "ready", "ambiguous"]
    assert alpha.borrower_id != beta.borrower_id
    assert {candidate.borrower_id for candidate in bare.candidates} == {alpha.borrower_id, beta.borrower_id}
    assert (progress.ready, progress.ambiguous) == (2, 1)
    assert PortfolioReport(store).summary().ambiguous == 1
    assert by_row(PortfolioReport(store).results())[2].candidates == bare.candidates
    assert posts(defacto_sandbox) == 2


def test_nothing_but_a_number_is_ambiguous_and_nothing_is_sent(
    defacto_client: Client, defacto_sandbox: Sandbox
) -> None:
    alpha, _ = ready(defacto_client.enroll(munich(), **WAITING))
    assert BARE.compare_company(munich()) == CompanyMatch.CANNOT_TELL
    outcome = defacto_client.enroll(BARE, **WAITING)
    (found,) = candidates(outcome)
    assert (found.borrower_id, found.city, found.name) == (alpha.id, "München", "Alpha Bau GmbH")
    assert found.status == "READY"
    match outcome:
        case Enrollment.Ambiguous(candidates=listed):
            assert listed == [found]
        case _:
            raise AssertionError(outcome)
    for private in ("Käthe", "Böhm", "1971", "DE45", "Weg 1"):
        assert private not in repr(outcome)
    assert posts(defacto_sandbox) == 1


@pytest.mark.parametrize("given", [str, lambda borrower_id: borrower_id], ids=["text", "uuid"])
def test_a_candidate_is_chosen(
    defacto_client: Client, defacto_sandbox: Sandbox, given: Callable[[UUID], UUID | str]
) -> None:
    alpha, _ = ready(defacto_client.enroll(munich(), **WAITING))
    assert alpha.id is not None
    chosen, _ = ready(defacto_client.enroll(BARE, borrower_id=given(alpha.id), **WAITING))
    assert chosen.id == alpha.id
    with pytest.raises(ConfigurationError, match="another company"):
        defacto_client.enroll(hamburg(), borrower_id=given(alpha.id), **WAITING)
    assert posts(defacto_sandbox) == 1


def test_a_choice_that_is_none(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    with pytest.raises(NotFoundError):
        defacto_client.enroll(BARE, borrower_id=NOBODY, **WAITING)
    with pytest.raises(ValueError, match="expected a UUID"):
        defacto_client.enroll(BARE, borrower_id="the first one", **WAITING)
    with pytest.raises(TypeError):
        defacto_client.enroll(BARE, borrower_id=1, **WAITING)  # type: ignore[arg-type]
    assert posts(defacto_sandbox) == 0


def test_no_candidate_is_the_company(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.settings(default_repayment_method="SCT")
    alpha, _ = ready(defacto_client.enroll(munich(), **WAITING))
    # A name alone does not distinguish them: a company may change it.
    unknown = NewBorrower(
        identifier="HRB 22222", identifier_type="hr_nummer", name="Gamma Handel GmbH", directors=munich().directors
    )
    candidates(defacto_client.enroll(unknown, **WAITING))
    borrower, _ = ready(defacto_client.enroll(unknown, create_new=True, **WAITING))
    assert borrower.id != alpha.id
    assert posts(defacto_sandbox) == 2


def test_asyncio_has_the_same_outcomes(defacto_sandbox: Sandbox) -> None:
    async def main() -> None:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url) as client:
            alpha, _ = ready(await client.enroll(munich(), **WAITING))
            (found,) = candidates(await client.enroll(BARE, **WAITING))
            assert found.borrower_id is not None
            chosen = await client.enroll(BARE, borrower_id=found.borrower_id, **WAITING)
            assert ready(chosen)[0].id == alpha.id

    asyncio.run(main())
    assert posts(defacto_sandbox) == 1


@pytest.mark.parametrize("method", ["SCT", PaymentMethod.CREDIT_TRANSFER], ids=["text", "enum"])
def test_a_line_by_another_method_than_is_expected_has_a_warning(
    defacto_client: Client, method: str | PaymentMethod
) -> None:
    def enrolled(**options: Any) -> Enrollment.Ready:
        outcome = defacto_client.enroll(complete(5), **options, **WAITING)
        assert isinstance(outcome, Enrollment.Ready)
        return outcome

    outcome = enrolled(expect_repayment_method=method)
    assert outcome.credit_line.default_repayment_method == "DIRECT_DEBIT"
    (warning,) = outcome.warnings
    assert (warning.code, str(warning.severity)) == ("repayment_method_differs", "warning")
    assert warning.pointer == "/credit_line/default_repayment_method"
    assert enrolled(expect_repayment_method="DIRECT_DEBIT").warnings == []
    assert enrolled().warnings == []


def test_an_enrolment_that_goes_on_has_the_warning_as_well(defacto_client: Client) -> None:
    outcome = defacto_client.enroll(complete(6))
    assert isinstance(outcome, Enrollment.Pending)
    for gone_on in (
        defacto_client.resume_enrollment(outcome.resume, expect_repayment_method="SCT", **WAITING),
        defacto_client.follow_enrollment(siren(6), expect_repayment_method="SCT", wait=30, poll_interval=0.02),
    ):
        assert isinstance(gone_on, Enrollment.Ready)
        assert [warning.code for warning in gone_on.warnings] == ["repayment_method_differs"]


def test_companies_are_compared_without_sending() -> None:
    assert french(1).compare_company(spelled(1, 5)) == CompanyMatch.SAME
    assert french(1).compare_company(french(2)) == "different"
    with pytest.raises(TypeError):
        french(1).compare_company("472618354")  # type: ignore[arg-type]
