"""The beginning and the end of an interpreter, and others beside it."""

from conftest import Run

AT_THE_END = """
import defacto_sdk

client = defacto_sdk.Client("key", "http://127.0.0.1:9", max_retries=0)
borrower = defacto_sdk.NewBorrower(identifier="552032534")

class Leaving:
    def __del__(self):
        attempt("in __del__", client.hello)
        attempt("enrolling", lambda: client.enroll(borrower))

def attempt(name, call):
    try:
        call()
    except defacto_sdk.DefactoError as error:
        print(name, type(error).__name__)

def rows():
    try:
        yield 1
    finally:
        attempt("in finally", client.hello)

leaving, left = Leaving(), rows()
next(left)
"""

IN_ANOTHER = """
import defacto_sdk
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters

other = interpreters.create()
interpreters.run_string(other, '''
try:
    import defacto_sdk
except ImportError as error:
    print("refused:", error)
''')
interpreters.destroy(other)
print(defacto_sdk.NewBorrower(identifier="552032534"))
"""


def test_a_call_while_the_interpreter_ends_fails_as_any_other(run_python: Run) -> None:
    said = sorted(run_python(AT_THE_END).splitlines())
    assert said == ["enrolling TransportError", "in __del__ TransportError", "in finally TransportError"]


def test_another_interpreter_of_the_process_is_refused(run_python: Run) -> None:
    said = run_python(IN_ANOTHER)
    assert "refused: " in said
    assert "NewBorrower(" in said
