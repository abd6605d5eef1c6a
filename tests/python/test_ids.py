"""Every id that a model shows is accepted by every argument and field that wants it, as ``uuid.UUID`` and as ``str``.

The pairs come from the stubs: what an id is about follows from its name, or, for a plain ``id``, from its model.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from canned import Canned
from defacto_sdk import AsyncClient, Client, Invoice, Loan, NewLoan, PageIterator
from operations import constructor, filter_class, keywords, operations, parameters, properties
from specimens import MODELS, specimen
from test_vectors_operations import reply
from vectors import cases

ID = "5a3e7c1d-0b8f-4e62-9c47-d1f06b28a39e"
#: Lists of ids whose names do not say so.
NAMED_OTHERWISE = {"PaymentRelations.invoices"}


def is_id(path: str, annotation: str) -> bool:
    """Whether a field or an argument is an id, or a list of ids."""
    has_name = re.search(r"[._](id|ids)$", path) is not None and re.search(r"\bstr\b", annotation) is not None
    return has_name or "UUID" in annotation


@cache
def shown() -> dict[str, Any]:
    """The ids that models show, such as ``Invoice.id``, as they are read from an answer of the API."""
    found = {}
    for model in MODELS:
        for name, annotation in properties(model).items():
            path = f"{model.__name__}.{name}"
            if is_id(path, annotation):
                text = specimen(model).to_dict() | {name: [ID] if annotation.startswith("list[") else ID}
                found[path] = getattr(model.from_json(json.dumps(text)), name)
    return found


@cache
def wanted() -> dict[str, bool]:
    """What takes an id, and whether it takes a list: a field as ``NewLoan.invoice_ids``, an argument as
    ``loans.get.loan_id``."""
    typed = {f"{model.__name__}.{name}": text for model in MODELS for name, text in constructor(model).items()}
    typed |= {f"{one}.{name}": text for one in operations() for name, text in parameters(one).items()}
    return {path: "Sequence" in text for path, text in typed.items() if is_id(path, text)}


FIELDS = [path for path in wanted() if path[0].isupper()]
ARGUMENTS = [path for path in wanted() if path[0].islower()]


@cache
def full_name(path: str) -> str:
    """The name of an id: ``loan`` for ``Loan.id``, ``LoanFilter.id`` and ``InstallmentPlan.loan_ids``."""
    owner, _, name = path.rpartition(".")
    name = name.removesuffix("s") if path in NAMED_OTHERWISE else re.sub(r"(^|_)ids?$", "", name)
    if name:
        return name
    # The id among the keywords of a list is that of the filter.
    filter_ = filter_class(owner) if owner[0].islower() else None
    owner = filter_.__name__.removesuffix("Filter") if filter_ else owner.removesuffix("Filter")
    return re.sub(r"(?<!^)(?=[A-Z])", "_", owner).lower()


@cache
def things() -> set[str]:
    """Everything that has ids: the models with an ``id``, and what the arguments of operations name."""
    return {full_name(path) for path in [*shown(), *ARGUMENTS] if path.endswith(".id") or path in ARGUMENTS}


@cache
def about(path: str) -> str:
    """What an id is about: ``business`` for ``FeesPayer.billed_business_id``."""
    name = full_name(path)
    return max((thing for thing in things() if f"_{name}".endswith(f"_{thing}")), key=len, default=name)


def given_for(path: str) -> Iterator[tuple[str, Any]]:
    """Every id that a program may give for ``path``, and where it comes from."""
    for source, value in {"str": ID, "UUID": UUID(ID), **shown()}.items():
        if source in ("str", "UUID") or about(source) == about(path):
            is_several = isinstance(value, list) and not wanted()[path]
            yield source, value[0] if is_several else value


def test_the_pairs_are_found() -> None:
    sources = {path: {source for source, _ in given_for(path)} for path in wanted()}
    assert "Invoice.id" in sources["NewLoan.invoice_ids"]
    assert "PaymentRelations.invoices" in sources["invoices.get.invoice_id"]
    assert "Loan.id" in sources["payments.list.loan_id"]
    assert "InstallmentPlan.loan_ids" in sources["loans.get.loan_id"]
    assert "CreditLine.id" in sources["credit_lines.get.credit_line_id"]
    assert "Borrower.id" in sources["financial_products.list.borrower_id"]
    assert "FeesPayer.billed_business_id" in sources["businesses.get_segment.business_id"]


@pytest.mark.parametrize("path", FIELDS)
def test_a_field_takes_every_id(path: str) -> None:
    owner, _, name = path.partition(".")
    value = specimen(next(model for model in MODELS if model.__name__ == owner))
    for source, given in given_for(path):
        assert value.__replace__(**{name: given}).to_dict()[name] == ([ID] if wanted()[path] else ID), source


@pytest.mark.parametrize("path", ARGUMENTS)
# Some operations are deprecated.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_an_argument_takes_every_id(path: str) -> None:
    operation, _, name = path.rpartition(".")
    area, verb = operation.split(".")
    case = next(one for one in cases("operations") if one["operation"] == operation)
    calls = {source: {**keywords(case), name: given} for source, given in given_for(path)}

    async def awaited(url: str) -> None:
        async with AsyncClient("key", url) as client:
            for given in calls.values():
                result = getattr(getattr(client, area), verb)(**given)
                await (anext(result, None) if hasattr(result, "__anext__") else result)

    with Canned([reply(case["answer"])]) as server, Client("key", server.url) as client:
        for given in calls.values():
            result = getattr(getattr(client, area), verb)(**given)
            if isinstance(result, PageIterator):
                next(result, None)
        asyncio.run(awaited(server.url))
    have_it = [ID in request.target + request.body for request in server.requests]
    assert dict(zip(calls, have_it, strict=False)) == dict.fromkeys(calls, True)
    assert have_it == [True] * 2 * len(calls)


def test_a_tracker_takes_them() -> None:
    answer = next(case["answer"] for case in cases("operations") if case["operation"] == "loans.get")
    for given in (ID, UUID(ID), specimen(Loan).__replace__(id=ID).id):
        with Canned([reply(answer)]) as server, Client("key", server.url) as client:
            next(client.track(given))
        assert server.requests[0].target == f"/loan/{ID}"


def test_a_request_by_key_takes_them() -> None:
    loan = specimen(NewLoan)
    terms = {name: getattr(loan, name) for name in constructor(NewLoan) if name != "salt_id"}
    made = [NewLoan.for_key("order-1", **{**terms, "invoice_ids": ids}) for ids in (ID, UUID(ID), [ID], (UUID(ID),))]
    assert {one.to_json() for one in made} == {made[0].to_json()}
    assert made[0].invoice_ids == [UUID(ID)]


@pytest.mark.parametrize(
    ("ids", "place"), [(["marker"], "/0 "), ([ID, 5], "/1 "), ("marker", ""), (5, ""), ([None], "/0 ")]
)
def test_a_list_that_is_no_list_of_ids_is_refused_by_its_place(ids: Any, place: str) -> None:
    with pytest.raises((TypeError, ValueError), match=rf"NewLoan\.invoice_ids: {place}expected a UUID") as caught:
        specimen(NewLoan).__replace__(invoice_ids=ids)
    assert "marker" not in str(caught.value)


def test_a_number_is_no_id() -> None:
    with pytest.raises(TypeError, match=r"Invoice\.id: expected a UUID or its text, not int"):
        specimen(Invoice).__replace__(id=5)
