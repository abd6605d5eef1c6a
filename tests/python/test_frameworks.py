"""Models and enums in pydantic, FastAPI, SQLAlchemy and Django."""

from __future__ import annotations

import copy
import json
import sys
from decimal import Decimal
from typing import Annotated, Any

import pytest
from defacto_sdk import Borrower, BorrowerStatus, BusinessAddress, Invoice, LoanStatus, NewBorrower, NewLoan
from fastapi import Body
from pydantic import BaseModel, TypeAdapter, ValidationError
from specimens import MODELS, specimen

SECRET_IBAN = "FR7630006000011234567890189"
HOME = BusinessAddress(address_line_1="1 rue de la Paix", city="Paris", country="FRA", postal_code="75002")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_pydantic_reads_writes_and_describes_every_model(model: type[Any]) -> None:
    adapter = TypeAdapter(model)
    value = specimen(model)
    assert adapter.validate_python(value) is value
    assert adapter.validate_python(value.to_dict()) == value
    assert adapter.validate_json(value.to_json()) == value
    assert json.loads(adapter.dump_json(value)) == json.loads(value.to_json())
    for mode in ("validation", "serialization"):
        schema = adapter.json_schema(mode=mode)
        schema = schema["$defs"][schema["$ref"].rsplit("/")[-1]] if "$ref" in schema else schema
        assert schema["title"] == model.__name__
        assert set(value.to_dict()) - set(value.extra) <= set(schema["properties"])


class Order(BaseModel):
    """A model of a program, with models of this library in it."""

    buyer: NewBorrower
    loans: list[NewLoan] = []
    status: LoanStatus = LoanStatus.TO_VALIDATE


def test_models_are_fields_of_a_model() -> None:
    order = Order.model_validate({"buyer": {"identifier": "552032534", "address": HOME.to_dict()}})
    assert order.buyer == NewBorrower(identifier="552032534", address=HOME)
    assert Order.model_validate_json(order.model_dump_json()) == order
    assert Order.model_json_schema()["properties"]["buyer"] == {"$ref": "#/$defs/NewBorrower"}


def test_what_is_wrong_has_its_place_and_not_its_value() -> None:
    broken = {
        "buyer": {"account_number": [SECRET_IBAN], "address": HOME.to_dict() | {"town": "Paris"}},
        "loans": [{"amount": "much"}],
    }
    with pytest.raises(ValidationError) as caught:
        Order.model_validate(broken)
    errors = {error["loc"]: error for error in caught.value.errors()}
    assert errors["buyer", "identifier"]["type"] == "required"
    assert errors["buyer", "address", "town"]["type"] == "unknown_field"
    assert ("buyer", "account_number") in errors
    assert ("loans", 0, "amount") in errors
    assert SECRET_IBAN not in str(caught.value)


def test_an_answer_keeps_what_this_version_does_not_know() -> None:
    text = specimen(Borrower).to_dict() | {"mood": "good"}
    assert TypeAdapter(Borrower).validate_python(text).extra == {"mood": "good"}


def test_fastapi_takes_and_answers_models() -> None:
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    app = FastAPI()

    @app.post("/companies")
    def company(new: Annotated[NewBorrower, Body()]) -> NewBorrower:
        return copy.deepcopy(new)

    @app.get("/invoices", response_model=list[Invoice])
    def invoices(status: BorrowerStatus) -> Any:
        assert status == BorrowerStatus.READY
        return [specimen(Invoice)]

    client = TestClient(app)
    assert client.post("/companies", json={"identifier": "552032534"}).json() == {"identifier": "552032534"}
    assert client.get("/invoices?status=READY").json() == [specimen(Invoice).to_dict()]
    refused = client.post("/companies", json={"identifier": 552032534, "account_number": SECRET_IBAN})
    assert refused.status_code == 422
    assert refused.json()["detail"][0]["loc"] == ["body", "identifier"]
    assert SECRET_IBAN not in refused.text
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert schemas["NewBorrower"]["required"] == ["identifier"]
    assert schemas["NewBorrower"]["properties"]["address"]["anyOf"][0] == {
        "$ref": "#/components/schemas/BusinessAddress"
    }


def test_a_text_column_takes_an_enum() -> None:
    from sqlalchemy import Column, MetaData, String, Table, create_engine, insert, select

    engine, known = create_engine("sqlite://"), LoanStatus.TO_REPAY
    table = Table("loans", MetaData(), Column("status", String(30)))
    with engine.connect() as connection:
        table.create(connection)
        connection.execute(insert(table), [{"status": known}, {"status": LoanStatus("NEW_ONE")}])
        found = connection.scalars(select(table.c.status).where(table.c.status == known)).all()
    engine.dispose()
    assert found == [known]


def test_a_django_field_takes_an_enum() -> None:
    from django.core.exceptions import ValidationError as Refused
    from django.db.models import CharField

    choices = [(value, value.name) for value in LoanStatus]
    field = CharField(max_length=30, choices=choices)
    assert field.get_prep_value(LoanStatus.TO_REPAY) == "TO_REPAY"
    assert field.clean(LoanStatus.TO_REPAY, None) == "TO_REPAY"
    with pytest.raises(Refused):
        field.clean("NO_STATUS", None)


@pytest.mark.skipif(sys.version_info < (3, 13), reason="copy.replace came with Python 3.13")
def test_copy_replace() -> None:
    made = NewBorrower(identifier="552032534", address=HOME)
    changed = copy.replace(made, account_number=SECRET_IBAN)  # type: ignore[attr-defined]
    assert changed == NewBorrower(identifier="552032534", address=HOME, account_number=SECRET_IBAN)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_replacing_changes_what_it_names(model: type[Any]) -> None:
    value = specimen(model)
    assert value.__replace__() == value
    changed = value.__replace__(extra={"more": 1})
    assert changed.extra == {"more": 1}
    assert changed.__replace__(extra=value.extra) == value


def test_a_replaced_loan_keeps_its_salt_until_it_is_taken_away() -> None:
    loan = specimen(NewLoan)
    assert loan.__replace__(amount=200_00).salt_id == loan.salt_id
    assert loan.__replace__(amount=200_00, salt_id=None).salt_id != loan.salt_id


def test_a_dict_may_hold_models() -> None:
    written = {"identifier": "552032534", "address": HOME, "metadata": {"rate": Decimal("1.5")}}
    assert TypeAdapter(NewBorrower).validate_python(written).address == HOME
