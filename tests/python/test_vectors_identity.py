"""The vectors about identity: whether two requests are about one company."""

from defacto_sdk import CompanyMatch, NewBorrower
from vectors import Case, body, cases, parametrize


@parametrize(cases("identity.json"))
def test_one_company_or_two(case: Case) -> None:
    one, other = NewBorrower.from_json(body(case["one"])), NewBorrower.from_json(body(case["other"]))
    assert one.compare_company(other) == CompanyMatch(case["answer"])
    assert other.compare_company(one) == case["answer"], "it does not matter who asks whom"
