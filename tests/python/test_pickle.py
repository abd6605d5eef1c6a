"""Values survive a task queue unchanged; keys and bodies are left out."""

import copy
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest
from canned import reply
from conftest import Serve
from defacto_sdk import Client, DefactoError, Enrollment, LoanOutcome, ValidationError
from specimens import ENUMS, ERRORS, MODELS, error, outcomes, specimen
from story import NOBODY, french

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("model", MODELS)
def test_models(model: type[Any], protocol: int) -> None:
    one = specimen(model)
    again = pickle.loads(pickle.dumps(one, protocol))
    assert type(again) is model
    assert again == one


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("enum", ENUMS)
def test_enums(enum: type[Any], protocol: int) -> None:
    for text in [*enum.values(), "brand_new"]:
        again = pickle.loads(pickle.dumps(enum(text), protocol))
        assert type(again) is enum
        assert again == enum(text)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("outcome", outcomes(), ids=repr)
def test_outcomes(outcome: Enrollment | LoanOutcome, protocol: int) -> None:
    again = pickle.loads(pickle.dumps(outcome, protocol))
    assert type(again) is type(outcome)
    assert again == outcome
    assert type(outcome).from_json(outcome.to_json()) == outcome
    assert copy.deepcopy(outcome) == outcome


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("cls", ERRORS)
def test_errors(cls: type[DefactoError], protocol: int) -> None:
    one = error(cls)
    again = pickle.loads(pickle.dumps(one, protocol))
    assert type(again) is cls
    assert str(again) == str(one)
    assert again.details == one.details
    assert (again.status, again.attempts, again.retryable) == (502, 3, True)
    assert again.problems == one.problems


def test_an_error_of_the_api_leaves_its_body_behind(serve: Serve) -> None:
    answer = reply(400, {"title": "No", "note": "marker-in-the-body"})
    with Client("key-marker-9f3a77c1", serve(answer).url) as client, pytest.raises(ValidationError) as caught:
        client.borrowers.enroll(french(1))
    assert "marker-in-the-body" in (caught.value.body or "")

    text = pickle.dumps(caught.value)
    assert b"marker-in-the-body" not in text
    assert b"key-marker-9f3a77c1" not in text
    again = pickle.loads(text)
    assert again.body is None
    assert (again.title, again.status) == ("No", 400)


def test_the_details_of_an_error_leave_the_body_behind(serve: Serve) -> None:
    answer = reply(400, {"title": "No", "note": "marker-in-the-body"})
    with Client("key", serve(answer).url) as client, pytest.raises(ValidationError) as caught:
        client.borrowers.enroll(french(1))
    assert b"marker-in-the-body" not in pickle.dumps(caught.value.details)


def test_a_client_is_not_pickled(defacto_client: Client) -> None:
    for protocol in PROTOCOLS:
        with pytest.raises(TypeError, match="holds the API key and is not pickled: make one in each process"):
            pickle.dumps(defacto_client, protocol)
    with pytest.raises(TypeError, match="not pickled"):
        copy.copy(defacto_client)


def test_what_holds_a_client_is_not_pickled(defacto_client: Client) -> None:
    for holder in (defacto_client.borrowers, defacto_client.credit_lines.list()):
        with pytest.raises(TypeError):
            pickle.dumps(holder)


def round_trip(values: list[Any]) -> list[Any]:
    """Return the value in a child process; it crosses as a pickle in both directions."""
    return list(reversed(values))


def fail(cls: type[DefactoError]) -> None:
    raise error(cls)


def test_through_a_process_that_was_spawned() -> None:
    values = [*map(specimen, MODELS), *(enum("brand_new") for enum in ENUMS), *outcomes()]
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert pool.submit(round_trip, values).result(30) == values[::-1]
        with pytest.raises(ValidationError) as caught:
            pool.submit(fail, ValidationError).result(30)
        assert caught.value.status == 502


def test_the_identity_of_an_error_holds_in_the_caller(serve: Serve) -> None:
    with Client("key", serve(reply(404, {})).url) as client, pytest.raises(DefactoError) as caught:
        client.borrowers.get(NOBODY)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.operation, again.kind) == ("GET /borrower/{borrower_id}", "not_found")
