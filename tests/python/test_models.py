"""Models and enums: created by keyword, compared, copied, printed, and read from JSON."""

import copy
import inspect
import json
import math
import pickle
import pydoc
import re
import sqlite3
import types
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import defacto_sdk
import pytest
from defacto_sdk import (
    ActiveEnrollment,
    Address,
    Borrower,
    Client,
    CreditLine,
    Director,
    IdentifierType,
    LoanChanges,
    LoanStatus,
    NewBorrower,
    NewOwner,
    NewRepaymentMethod,
    Owner,
    Signature,
    ValidationError,
)
from defacto_sdk.testing import Sandbox
from specimens import ENUMS, MODELS, specimen
from story import complete, director, french, siren

ID = UUID("1f0c6f3e-93b5-4b8e-a4a5-0d7a3f6c2b10")
LINE = """{"distribution": "DIRECT", "fees_interest_daily_rate": 0.00011000000000000000001,
    "fees_operating_daily_rate": 0.1, "loan_contract_type": "TRADE_RECEIVABLE", "pool_amount": 9007199254740993,
    "start_date": "2026-11-02T09:15:00+01:00"}"""


@pytest.mark.parametrize("model", MODELS)
def test_made_by_keyword_only_frozen_and_equal(model: type[Any]) -> None:
    one = specimen(model)
    name = next(iter(one.to_dict()), "extra")
    with pytest.raises(TypeError):
        model(*one.to_dict().values() or [{}])
    with pytest.raises(AttributeError):
        setattr(one, name, None)
    with pytest.raises(AttributeError):
        one.brand_new = 1
    assert one == specimen(model)
    assert one != model.from_json(json.dumps({**one.to_dict(), "brand_new": 1}))
    assert one != one.to_dict()
    assert one != object()


@pytest.mark.parametrize("model", MODELS)
def test_copied_as_themselves_and_written_as_they_were_read(model: type[Any]) -> None:
    one = specimen(model)
    assert copy.copy(one) is one
    assert copy.deepcopy([one])[0] is one
    assert model.from_json(one.to_json()) == one
    assert json.loads(one.to_json()) == one.to_dict()


@pytest.mark.parametrize("model", MODELS)
def test_what_is_not_known_is_kept_and_masked(model: type[Any]) -> None:
    one = model.from_json(json.dumps({**specimen(model).to_dict(), "brand_new": {"note": "marker-811"}}))
    assert one.extra == {**specimen(model).extra, "brand_new": {"note": "marker-811"}}
    assert one.to_dict()["brand_new"] == {"note": "marker-811"}
    assert "brand_new" in repr(one)
    assert "marker-811" not in repr(one)
    assert repr(one).startswith(f"{model.__name__}(")


@pytest.mark.parametrize("enum", ENUMS)
def test_an_enum_is_its_text(enum: type[Any]) -> None:
    assert enum.values()
    for text in enum.values():
        value = enum(text)
        assert value == text
        assert text == value
        assert hash(value) == hash(text)
        assert {value: 1}[text] == 1
        assert (str(value), value.value) == (text, text)
        assert value.is_known
        assert repr(value) == f"{enum.__name__}('{text}')"
        assert copy.deepcopy(value) == value
    constants = [name for name in vars(enum) if name.isupper()]
    assert sorted(str(getattr(enum, name)) for name in constants) == sorted(enum.values())


@pytest.mark.parametrize("enum", ENUMS)
def test_a_value_that_is_not_known_is_kept(enum: type[Any]) -> None:
    value = enum("brand_new")
    assert not value.is_known
    assert value == "brand_new"
    assert value == enum("brand_new")
    assert value != enum(enum.values()[0])
    assert value != 5


def test_a_value_of_an_enum_works_wherever_text_does() -> None:
    status = LoanStatus.TO_REPAY
    assert json.dumps({"status": status}) == '{"status": "TO_REPAY"}'
    assert f"{status:>9}|{','.join([status])}" == " TO_REPAY|TO_REPAY"
    with closing(sqlite3.connect(":memory:")) as database:
        assert database.execute("select ?", [status]).fetchone() == ("TO_REPAY",)
    assert sorted([status, LoanStatus.CLOSED, LoanStatus("A_NEW_ONE")]) == ["A_NEW_ONE", "CLOSED", "TO_REPAY"]
    assert (status.name, status.value, type(status.value)) == ("TO_REPAY", "TO_REPAY", str)


def test_an_enum_lists_what_this_version_knows() -> None:
    assert list(LoanStatus) == LoanStatus.values()
    assert len(LoanStatus) == len(LoanStatus.values())
    assert "TO_REPAY" in LoanStatus
    assert "A_NEW_ONE" not in LoanStatus
    assert all(status.is_known for status in LoanStatus)
    unknown = LoanStatus("A_NEW_ONE")
    assert (unknown.is_known, unknown.name, repr(unknown)) == (False, "A_NEW_ONE", "LoanStatus('A_NEW_ONE')")
    assert pickle.loads(pickle.dumps(unknown)) == copy.deepcopy(unknown) == unknown
    assert pickle.loads(pickle.dumps(LoanStatus.TO_REPAY)) is LoanStatus.TO_REPAY


def test_a_value_of_another_enum_is_refused() -> None:
    with pytest.raises(
        TypeError, match=r"NewBorrower\.identifier_type: expected IdentifierType or str, not LoanStatus"
    ):
        NewBorrower(identifier=siren(1), identifier_type=LoanStatus.TO_REPAY)


def test_pydantic_and_fastapi_take_enums() -> None:
    pydantic = pytest.importorskip("pydantic")
    made = pydantic.create_model("Made", status=(LoanStatus, ...))
    read = made.model_validate_json('{"status": "A_NEW_ONE"}')
    assert isinstance(read.status, LoanStatus)
    assert made(status="TO_REPAY").status is LoanStatus.TO_REPAY
    assert read.model_dump_json() == '{"status":"A_NEW_ONE"}'
    schema = made.model_json_schema()["properties"]["status"]
    assert (schema["type"], "TO_REPAY" in schema["examples"]) == ("string", True)


def test_a_dict_stands_for_a_model_at_any_depth() -> None:
    home = {"city": "Lyon", "country": "FRA"}
    director = {"first_name": "Inès", "birth_date": date(1986, 4, 17), "address": home}
    company = NewBorrower(identifier=siren(1), directors=director)
    same = Director(first_name="Inès", birth_date=date(1986, 4, 17), address=Address(city="Lyon", country="FRA"))
    assert company.directors == [same]
    assert hash(company) == hash(NewBorrower(identifier=siren(1), directors=[same]))
    with pytest.raises(TypeError, match=r"Director\.address: /city must be a string, not a number"):
        Director(address={"city": 5})
    with pytest.raises(TypeError, match=r"Director\.address: /citty is no field of Address that this version knows$"):
        Director(address={"citty": "Lyon"})
    with pytest.raises((TypeError, ValueError), match=r"Director\.address: /city must be a value or None"):
        Director(address={"city": NaT()})


def test_one_value_stands_for_a_list(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    assert list(defacto_client.loans.list(status="TO_REPAY")) == []
    assert list(defacto_client.loans.list(status=LoanStatus.TO_REPAY)) == []
    assert [entry["query"] for entry in defacto_sandbox.log()] == ["status=TO_REPAY"] * 2


def test_text_is_taken_where_an_enum_is_expected() -> None:
    company = NewBorrower(identifier=siren(1), identifier_type="siren")
    assert company.identifier_type == IdentifierType.SIREN
    assert company == NewBorrower(identifier=siren(1), identifier_type=IdentifierType.SIREN)
    match company.identifier_type:
        case "siren":
            pass
        case other:
            raise AssertionError(other)


def test_a_status_that_is_new() -> None:
    borrower = Borrower.from_json('{"identifier": "472618354", "status": "ON_HOLD"}')
    assert borrower.status == "ON_HOLD"
    assert borrower.status is not None
    assert not borrower.status.is_known


def test_dates_are_dates() -> None:
    born = date(1968, 2, 29)
    assert Director(birth_date=born).birth_date == born
    assert Director(birth_date=born).to_dict() == {"birth_date": "1968-02-29"}
    read = Director.from_json('{"birth_date": "1968-02-29"}').birth_date
    assert type(read) is date
    with pytest.raises(TypeError):
        Director(birth_date="1968-02-29")  # type: ignore[arg-type]


def test_moments_have_an_offset() -> None:
    moment = datetime(2026, 11, 2, 9, 15, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    signature = Signature(signed_at=moment)
    assert signature.signed_at == moment
    assert signature.signed_at.tzinfo is not None
    assert signature.to_dict()["signed_at"] == "2026-11-02T08:15:00.123456Z"
    with pytest.raises(TypeError, match="tzinfo"):
        Signature(signed_at=datetime(2026, 11, 2, 9, 15))


def test_rates_are_exact_and_money_is_whole_cents() -> None:
    line = CreditLine.from_json(LINE)
    assert line.fees_interest_daily_rate == Decimal("0.00011000000000000000001")
    assert line.fees_operating_daily_rate == Decimal("0.1")
    assert type(line.fees_operating_daily_rate) is Decimal
    assert line.pool_amount == 9007199254740993
    assert type(line.pool_amount) is int
    assert line.start_date == datetime(2026, 11, 2, 8, 15, tzinfo=timezone.utc)
    assert "0.00011000000000000000001" in line.to_json()


def test_a_rate_may_be_given_as_a_decimal() -> None:
    given: dict[str, Any] = {
        "distribution": "DIRECT",
        "loan_contract_type": "TRADE_RECEIVABLE",
        "start_date": datetime(2026, 11, 2, tzinfo=timezone.utc),
        "fees_operating_daily_rate": Decimal("0.0001"),
    }
    line = CreditLine(fees_interest_daily_rate=Decimal("0.10"), **given)
    assert line.fees_interest_daily_rate == Decimal("0.1")
    with pytest.raises(TypeError):
        CreditLine(fees_interest_daily_rate=Decimal(0), pool_amount=0.5, **given)  # type: ignore[arg-type]


def test_ids_are_uuids() -> None:
    owner = Owner(id=ID, email="o@example.org")
    assert owner.id == ID
    assert type(Owner.from_json(owner.to_json()).id) is UUID


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"crm": "T-77"},
        {"deep": [{"er": [1, [2, {"est": None}]]}], "flag": True, "other": False},
        {"Straße": "Ærø 😀", "quote": '"\\\n'},
        {"big": 2**53 + 1, "bigger": 2**64 - 1, "small": -(2**63), "zero": 0},
        {"rate": 0.1, "tiny": 5e-324, "huge": 1.7976931348623157e308},
    ],
)
def test_metadata_comes_back_as_it_was_given(metadata: dict[str, Any]) -> None:
    company = french(1, metadata=metadata)
    assert company.metadata == metadata
    assert NewBorrower.from_json(company.to_json()).metadata == metadata
    assert company.to_dict().get("metadata", {}) == metadata


def test_metadata_is_a_copy() -> None:
    given = {"crm": ["T-77"]}
    company = french(1, metadata=given)
    given["crm"].append("late")
    company.metadata["crm"] = "changed"
    assert company.metadata == {"crm": ["T-77"]}


def test_a_tuple_is_a_list() -> None:
    assert french(1, metadata={"pair": (1, 2)}).metadata == {"pair": [1, 2]}


@pytest.mark.parametrize(
    ("value", "refusal"),
    [
        (math.nan, ValueError),
        (math.inf, ValueError),
        (2**64, ValueError),
        (object(), TypeError),
        (date(2026, 1, 1), TypeError),
        (b"bytes", TypeError),
        ({1: 2}, TypeError),
        ("\ud800", UnicodeEncodeError),
    ],
)
def test_what_is_no_json_is_refused(value: object, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        french(1, metadata={"value": [value]})


class NaT(datetime):
    """A missing time as in pandas: without a year and not equal to itself."""

    def __new__(cls) -> "NaT":
        return super().__new__(cls, 1, 1, 1)

    @property
    def year(self) -> float:  # type: ignore[override]
        return math.nan

    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return True

    __hash__ = datetime.__hash__


@pytest.mark.parametrize("value", [math.nan, NaT(), date(2026, 1, 1)])
def test_what_is_no_json_is_refused_by_its_place(value: object) -> None:
    with pytest.raises((TypeError, ValueError), match=r"/a~1b/0 must be"):
        french(1, metadata={"a/b": [value]})


@pytest.mark.parametrize("missing", [NaT(), math.nan])
def test_a_missing_date_is_refused_by_its_name(missing: Any) -> None:
    with pytest.raises(TypeError, match="birth_date"):
        Director(birth_date=missing)
    with pytest.raises(TypeError, match="birth_date"):
        NewOwner(first_name="Odile", last_name="Marchand", birth_date=missing)
    with pytest.raises(TypeError, match="signed_at"):
        NewBorrower(identifier=siren(1), signed_at=missing)


def test_a_moment_is_a_date_at_midnight_alone() -> None:
    assert Director(birth_date=datetime(1968, 2, 29)).birth_date == date(1968, 2, 29)
    with pytest.raises(TypeError, match="time of day"):
        Director(birth_date=datetime(1968, 2, 29, 12, 30))


def test_a_value_that_contains_itself_is_refused() -> None:
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(ValueError, match="nested too deeply"):
        french(1, metadata={"loop": loop})


def test_extra_members_are_sent_along() -> None:
    company = NewBorrower(identifier=siren(1), extra={"brand_new": [1, None]})
    assert company.to_dict() == {"identifier": siren(1), "brand_new": [1, None]}


def test_people_and_accounts_are_masked() -> None:
    company = complete(1)
    shown = repr(company) + repr(company.directors) + repr([company]) + f"{company}"
    for private in ("Käthe", "Böhm", "1971", "boehm@example.org", "FR14", "T-77"):
        assert private not in shown
    assert siren(1) in shown
    account = NewRepaymentMethod(
        payment_method="DIRECT_DEBIT",
        is_default_repayment_method=True,
        apply_to_all_active_loans=True,
        from_account=defacto_sdk.DebitAccount(account_number="DE44500105175407324931"),
    )
    assert "DE44" not in repr(account)


#: The personal and secret values of the specimens: people, accounts, documents, secrets.
PRIVATE = (
    *("FR1420041010050500013M02606", "FR8030004017120004411820743", "DE44500105175407324931"),
    *("Odile", "Marchand", "Bastien", "1972-02-29", "@example.org", "+33199", "quai des Tanneurs", "192.0.2.17"),
    *("vector-secret", "ek-for-vectors", "token-for-vectors", "nonce 17", "T-77", "4417"),
    *("JVBERi0x", "iVBORw0K", "files.example.org", "onboarding.example.org", "pay.example.org"),
)


def test_no_model_shows_what_is_private() -> None:
    texts = {model.__name__: specimen(model) for model in MODELS}
    held = "".join(one.to_json() for one in texts.values())
    assert [private for private in PRIVATE if private not in held] == []
    shown = {name: [private for private in PRIVATE if private in repr(one)] for name, one in texts.items()}
    assert {name: found for name, found in shown.items() if found} == {}


def test_a_change_empties_what_it_names() -> None:
    change = LoanChanges(amount=200000, clear=["transfer_contract_url", "metadata"])
    assert change.to_dict() == {"amount": 200000, "metadata": None, "transfer_contract_url": None}
    assert LoanChanges.from_json(change.to_json()) == change
    assert LoanChanges.from_json('{"metadata": null}').clear == ["metadata"]
    assert LoanChanges().to_dict() == {}


def test_required_arguments_are_required() -> None:
    with pytest.raises(TypeError, match="last_name"):
        NewOwner(first_name="Odile")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="status"):
        ActiveEnrollment(  # type: ignore[call-arg]
            id=ID, enrollment_campaign="c", enrollment_name="n", entity_id=ID, entity_type="borrower"
        )


def test_a_director_is_changed_by_making_another() -> None:
    one = director()
    other = Director.from_json(json.dumps({**one.to_dict(), "nationality": "FRA"}))
    assert (one.nationality, other.nationality) == ("DEU", "FRA")
    assert one.birth_date == other.birth_date


CLASSES = [value for name in defacto_sdk.__all__ if isinstance(value := getattr(defacto_sdk, name), type)]


@pytest.mark.parametrize("cls", CLASSES)
def test_everything_has_help(cls: type[Any]) -> None:
    assert (cls.__doc__ or "").strip(), cls
    kinds = (types.MethodDescriptorType, types.GetSetDescriptorType, types.FunctionType, property, staticmethod)
    own = {name: value for name, value in vars(cls).items() if not name.startswith("_") and isinstance(value, kinds)}
    assert [name for name, value in own.items() if not (value.__doc__ or "").strip()] == []


#: What other languages write. Their words in what Python shows would be those of another library.
FOREIGN = re.compile(
    r"\bSome\(|\bOk\(|\bNone\(|=(true|false|null)\b|\b(Vec|Option|Result|Arc|Box)<|&str\b|\bunwrap|::|\bnil\b|"
    r"cheap to clone|client\.[a-z_]+\(\)\.|^#+ |`(Transport|Api|Validation|Timeout|NotFound|Authentication|Store)`",
    re.MULTILINE,
)


@pytest.mark.parametrize("cls", CLASSES)
def test_help_is_about_python(cls: type[Any]) -> None:
    own = [cls.__doc__ or "", *(getattr(value, "__doc__", None) or "" for value in vars(cls).values())]
    assert [found.group() for text in own for found in FOREIGN.finditer(text)] == []


@pytest.mark.parametrize("model", MODELS)
def test_what_is_printed_is_about_python(model: type[Any]) -> None:
    assert FOREIGN.search(repr(specimen(model))) is None


def test_an_error_is_printed_in_words_of_python(defacto_client: Client) -> None:
    with pytest.raises(ValidationError) as caught:
        defacto_client.enroll(NewBorrower(identifier=""))
    shown = repr(caught.value) + repr(caught.value.details) + repr(caught.value.problems)
    assert FOREIGN.search(shown) is None
    assert "retryable=False" in shown


@pytest.mark.parametrize(
    "call", [Client.enroll, Client.request_loan, Client.enroll_many], ids=lambda call: call.__name__
)
def test_help_says_what_each_keyword_does(call: Any) -> None:
    keywords = [name for name, one in inspect.signature(call).parameters.items() if one.kind == one.KEYWORD_ONLY]
    assert keywords
    assert [name for name in keywords if f"`{name}`" not in call.__doc__] == []


def test_help_shows_signature_and_text() -> None:
    text = pydoc.plain(pydoc.render_doc(Client.enroll))
    # Python 3.13 writes one parameter a line.
    assert "new_borrower, *, wait=None" in " ".join(text.split())
    assert "waits for its credit line" in text
