"""Enrol one company and print what it can borrow."""

from defacto_sdk import Client, Enrollment, NewBorrower

with Client.from_env() as client:
    outcome = client.enroll(NewBorrower(identifier="552032534", identifier_type="siren"), wait=60)
    match outcome:
        case Enrollment.Ready(credit_line=line):
            print("READY", line.balance_available)
        case _:
            raise SystemExit(f"no credit line: {outcome}")
