"""Write the stubs of the Python package, and its asynchronous calls, from the native library's own type information.

    python tools/stubs.py          write them
    python tools/stubs.py --check  check that the committed ones are current

The library cannot express five facts, which are defined here: the keywords of a listing (those of its filter) and of
`from_env` (those of the constructor), the types of a document, that a page iterator is generic, and how the
asynchronous client mirrors the synchronous one. The frame of the asynchronous calls is in `async_calls.py.in`.
"""

import ast
import json
import subprocess
import sys
import tempfile
from collections import abc
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "bindings-python/python/defacto_sdk"
#: The filter whose fields are the keywords of an operation.
FILTERS = {
    "Accounting.list_events": "AccountingEventFilter",
    "Billing.list_bills": "BillFilter",
    "Borrowers.list": "BorrowerFilter",
    "Businesses.search_register": "RegisterFilter",
    "Cards.export_entries": "CardExportFilter",
    "Cards.list_entries": "CardEntryFilter",
    "Counterparties.list": "CounterpartyFilter",
    "CreditLines.list": "CreditLineFilter",
    "Installments.list": "InstallmentFilter",
    "Invoices.list": "InvoiceFilter",
    "Loans.list": "LoanFilter",
    "Payments.list": "PaymentFilter",
}
#: The client's own calls that have an awaited twin, and its areas.
CALLS = (
    *("enroll", "enroll_many", "explain", "follow_enrollment", "hello", "request", "request_loan"),
    *("resume_enrollment", "track"),
)
#: The iterators over one type.
ITERATORS = {
    "LoanTracker": "Loan",
    "PortfolioResults": "PortfolioResult",
    "PortfolioRows": "PortfolioRow",
    "PortfolioRun": "PortfolioResult",
    "Resolutions": "Resolution",
}
MARKER = "    # What the native module exports; `make stubs` writes these lines."
#: The types that are accepted as a document.
DOCUMENT = "Pdf | bytes | str | PathLike[str] | BinaryIO"
#: Parameters whose type the library cannot express.
PARAMETERS = {
    "on_progress": "abc.Callable[[EnrollmentProgress], object] | None",
    "api_key": "str | PathLike[str] | abc.Callable[[], str]",
    "ca_certificates": "str | bytes | PathLike[str] | None",
    "client_certificate": "str | bytes | PathLike[str] | None",
    "json": "abc.Mapping[str, Any] | abc.Sequence[Any] | str | int | float | bool | None",
    "observer": "CallObserver | None",
    "query": "abc.Mapping[str, object] | None",
    "rows": "abc.Iterable[NewBorrower | PortfolioRow | dict[str, Any] | tuple[int, dict[str, Any]]]",
}
#: Types that the library does express.
PLAIN = ("int", "str", "str | None")


#: How the asynchronous client is made; the keywords are those of the client.
SET_UP = '''
def __init__(self) -> None:
    self._take_over(Client(api_key, environment, {passed}), max_concurrency)

@classmethod
def from_env(cls) -> Self:
    """Create a client from ``DEFACTO_API_KEY`` and ``DEFACTO_ENVIRONMENT``. Neither has a default."""
    made = cls.__new__(cls)
    made._take_over(Client.from_env({passed}), max_concurrency)
    return made
'''
#: How its copies are made; the keywords are those of the client.
COPY = """
def with_options(self) -> Self:
    made = self.__class__.__new__(self.__class__)
    made._take_over(self._sync.with_options({passed}), self._max_concurrency)
    return made
"""


def native_stub() -> ast.Module:
    """Build the library with its type information and read the resulting stub."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["maturin", "generate-stubs", "-q", "--profile", "dev", "--features", "inspect", "--out", folder]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return ast.parse((Path(folder) / "defacto_sdk/_native.pyi").read_text())


class PlainTypes(ast.NodeTransformer):
    """Simplify types: `int`, `float` and `Sequence` where the library accepts whatever converts."""

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Narrow a number, and name what a dict in the place of a model holds."""
        if node.id == "dict":
            return ast.parse("abc.Mapping[str, Any]", mode="eval").body
        return ast.Name("int") if node.id == "SupportsIndex" else node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        """Narrow `SupportsFloat | SupportsIndex` to `float`."""
        if isinstance(node.left, ast.Name) and node.left.id == "SupportsFloat":
            return ast.Name("float")
        return self.generic_visit(node)  # type: ignore[return-value]

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        """Turn `SupportsGetItem[int, T]` into a sequence, and a listing's iterator into the generic one."""
        if isinstance(node.value, ast.Name) and node.value.id == "dict":
            node.slice = self.visit(node.slice)
            return node
        self.generic_visit(node)
        text = ast.unparse(node.value)
        if text == "SupportsGetItem" and isinstance(node.slice, ast.Tuple):
            return ast.Subscript(ast.parse("abc.Sequence", mode="eval").body, node.slice.elts[1])
        if text == "abc.Iterator":
            return ast.Subscript(ast.Name("PageIterator"), node.slice)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        """Add the types that the library cannot express."""
        self.generic_visit(node)
        # What a macro says of the type is text.
        if isinstance(node.annotation, ast.Constant) and isinstance(node.annotation.value, str):
            node.annotation = ast.parse(node.annotation.value, mode="eval").body
        # Another parameter of that name is a number or a text, such as the text that a filter looks for.
        if node.arg in PARAMETERS and (node.annotation is None or ast.unparse(node.annotation) not in PLAIN):
            node.annotation = ast.parse(PARAMETERS[node.arg], mode="eval").body
        if node.annotation and ast.unparse(node.annotation) == "Pdf":
            node.annotation = ast.parse(DOCUMENT, mode="eval").body
        if node.annotation is None and node.arg not in ("self", "cls"):
            node.annotation = ast.Name("object")
        return node


class Arguments(ast.NodeTransformer):
    """Say what a model's constructor takes besides its own types: dicts for models, one value for a list."""

    def __init__(self, models: set[str]) -> None:
        self.models = models

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Let a dict stand for a model."""
        if node.id not in self.models:
            return node
        return ast.parse(f"{node.id} | abc.Mapping[str, Any]", mode="eval").body

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        """Let one value stand for a list."""
        self.generic_visit(node)
        if ast.unparse(node.value) != "abc.Sequence":
            return node
        return ast.parse(f"{ast.unparse(node)} | {ast.unparse(node.slice)}", mode="eval").body


class Union(ast.NodeTransformer):
    """Name every case of a class in the place of it, so that checkers prove a `match` complete."""

    def __init__(self, classes: abc.Iterable[ast.ClassDef]) -> None:
        nested = {class_.name: [node for node in class_.body if isinstance(node, ast.ClassDef)] for class_ in classes}
        self.cases = {name: [case.name for case in cases] for name, cases in nested.items() if cases}

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Replace a class that has cases by the union of them."""
        if node.id not in self.cases:
            return node
        return ast.parse(" | ".join(f"{node.id}.{case}" for case in self.cases[node.id]), mode="eval").body

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """Leave a case as it is."""
        return node


class BuiltinList(ast.NodeTransformer):
    """Name `builtins.list` in a class that has a method called `list`."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        """Replace `list` by `builtins.list`."""
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.value.id == "list":
            node.value = ast.parse("builtins.list", mode="eval").body
        return node


def functions(class_: ast.ClassDef) -> list[ast.FunctionDef]:
    """Return the functions of a class."""
    return [node for node in class_.body if isinstance(node, ast.FunctionDef)]


def function(class_: ast.ClassDef, name: str) -> ast.FunctionDef:
    """Return one function of a class."""
    return next(node for node in functions(class_) if node.name == name)


def finish_native(module: ast.Module) -> dict[str, ast.ClassDef]:
    """Complete the native stub and return its classes."""
    PlainTypes().visit(module)
    classes = {node.name: node for node in module.body if isinstance(node, ast.ClassDef)}
    models = {name for name, class_ in classes.items() if any(node.name == "from_json" for node in functions(class_))}
    for class_ in (classes[name] for name in models):
        made = [node for node in functions(class_) if node.name in ("__new__", "for_key")]
        for argument in (argument for node in made for argument in node.args.kwonlyargs):
            argument.annotation = argument.annotation and Arguments(models).visit(argument.annotation)
    union = Union(classes.values())
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and node.returns:
            node.returns = union.visit(node.returns)
    for operation, filter_ in FILTERS.items():
        area, verb = operation.split(".")
        listing, new = function(classes[area], verb), function(classes[filter_], "__new__")
        keep = [(a, d) for a, d in zip(new.args.kwonlyargs, new.args.kw_defaults, strict=True)]
        listing.args.kwonlyargs, listing.args.kw_defaults = [a for a, _ in keep], [d for _, d in keep]
        listing.args.kwarg = None
    for class_ in classes.values():
        if any(node.name == "_open_enum" for node in functions(class_)):
            class_.bases = [ast.Name("OpenEnum")]
            class_.body = [node for node in class_.body if not isinstance(node, ast.FunctionDef)]
        if any(node.name == "list" for node in functions(class_)):
            BuiltinList().visit(class_)
    from_env, new = function(classes["Client"], "from_env"), function(classes["Client"], "__new__")
    from_env.args.kwonlyargs, from_env.args.kw_defaults = list(new.args.kwonlyargs), list(new.args.kw_defaults)
    from_env.args.kwarg, from_env.returns = None, ast.Name("Client")
    function(classes["Client"], "__enter__").returns = ast.Name("Self")
    pages = classes["PageIterator"]
    pages.bases = [ast.parse("abc.Iterator[_Item_co]", mode="eval").body]
    function(pages, "__next__").returns = ast.Name("_Item_co")
    function(pages, "__iter__").returns = ast.parse("PageIterator[_Item_co]", mode="eval").body
    for name, item in ITERATORS.items():
        iterator = classes[name]
        iterator.bases = [ast.parse(f"abc.Iterator[{item}]", mode="eval").body]
        function(iterator, "__next__").returns = ast.Name(item)
        function(iterator, "__iter__").returns = ast.Name(name)
    function(classes["PortfolioRun"], "__enter__").returns = ast.Name("Self")
    function(pages, "next_page").returns = ast.parse("list[_Item_co] | None", mode="eval").body
    return classes


def text_of(body: list[ast.stmt], imports: str) -> str:
    """Return the source of a stub."""
    return imports + ast.unparse(ast.fix_missing_locations(ast.Module(body, [])))


def native_text(module: ast.Module) -> str:
    """Return the source of the native module's stub."""
    body = [node for node in module.body if not isinstance(node, ast.ImportFrom | ast.Import)]
    imports = (
        "import builtins\nfrom collections import abc\nfrom datetime import date, datetime, timedelta\n"
        "from decimal import Decimal\nfrom os import PathLike\n"
        "from typing import Any, BinaryIO, Final, TypeVar, final\nfrom uuid import UUID\n\n"
        "from typing_extensions import Self, disjoint_base\n\n"
        "from defacto_sdk._enums import OpenEnum\nfrom defacto_sdk._observers import CallObserver\n\n"
        "_Item_co = TypeVar('_Item_co', covariant=True)\n"
    )
    return text_of(body, imports)


class Suspending(ast.NodeTransformer):
    """Convert a blocking method's arguments and types to those of its asynchronous twin."""

    def visit_arguments(self, node: ast.arguments) -> ast.arguments:
        """Name the defaults that only the library knows, and remove what has no name."""
        self.generic_visit(node)
        node.args, node.posonlyargs = [*node.posonlyargs, *node.args], []
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        """Name a default that only the library knows."""
        return ast.Name("NOT_GIVEN") if node.value is ... else node


def doc_of(node: ast.FunctionDef | ast.ClassDef) -> list[ast.stmt]:
    """Return the documentation as a statement, in the words for asynchronous calls."""
    text = ast.get_docstring(node, clean=True)
    if text is None:
        return []
    text = text.replace("Blocks", "Suspends").replace("blocks", "suspends")
    indent = "\n" + " " * (8 if isinstance(node, ast.FunctionDef) else 4)
    lines = text.replace("\n", indent)
    return [ast.Expr(ast.Constant(lines + indent if "\n" in text else lines))]


def twin_of(node: ast.FunctionDef, client: str) -> ast.stmt:
    """Return the asynchronous twin of a method; a listing returns an asynchronous iterator at once."""
    doc, returns = doc_of(node), ast.unparse(node.returns) if node.returns else "None"
    arguments = Suspending().visit(node.args)
    names = [argument.arg for argument in arguments.args[1:]]
    keywords = [argument.arg for argument in arguments.kwonlyargs]
    named = ", ".join(f"{name}={name}" for name in keywords)
    if any(isinstance(default, ast.Name) for default in arguments.kw_defaults):
        named = f"**given({named})"
    passed = ", ".join([*names, *([named] if named else [])])
    call = f"self._native.{node.name}({passed})"
    fields = {"name": node.name, "args": arguments, "decorator_list": [], "type_params": []}

    def body(source: str) -> list[ast.stmt]:
        return [*doc, *ast.parse(source).body]

    if returns.startswith("PageIterator"):
        code = f"return AsyncPageIterator({client}, {call})"
    elif returns == "LoanTracker":
        code = f"return AsyncLoanTracker({client}, {call})"
    elif returns == "PortfolioRun":
        code = f"return self._portfolio_run({call})"
    else:
        code = f"await end({client}, {call})"
        code = code if returns == "None" else f"answer: {returns} = {code}\nreturn answer"
        return ast.AsyncFunctionDef(**fields, body=body(code), returns=node.returns)
    return ast.FunctionDef(**fields, body=body(code), returns=ast.parse(f"Async{returns}", mode="eval").body)


def set_up(new: ast.FunctionDef) -> list[ast.stmt]:
    """Return the constructor and `from_env` of the asynchronous client, with the keywords of the client's own."""
    own = ast.parse("def f(*, max_concurrency: int | None = None) -> None: ...").body[0].args  # type: ignore[attr-defined]
    keywords = [*zip(new.args.kwonlyargs, new.args.kw_defaults, strict=True)]
    passed = ", ".join(f"{keyword.arg}={keyword.arg}" for keyword, _ in keywords)
    keywords += zip(own.kwonlyargs, own.kw_defaults, strict=True)
    positional = [*new.args.posonlyargs, *new.args.args][1:]
    made = []
    for frame in ast.parse(SET_UP.format(passed=passed)).body:
        assert isinstance(frame, ast.FunctionDef)
        frame.args.kwonlyargs, frame.args.kw_defaults = [k for k, _ in keywords], [d for _, d in keywords]
        if frame.name == "__init__":
            frame.args.args += positional
        made.append(frame)
    return list(made)


def copies(native: ast.FunctionDef) -> ast.stmt:
    """Return the asynchronous client's `with_options`, with the keywords of the client's own."""
    passed = ", ".join(f"{keyword.arg}={keyword.arg}" for keyword in native.args.kwonlyargs)
    frame = ast.parse(COPY.format(passed=passed)).body[0]
    assert isinstance(frame, ast.FunctionDef)
    frame.args.kwonlyargs, frame.args.kw_defaults = native.args.kwonlyargs, native.args.kw_defaults
    frame.body = [*doc_of(native), *frame.body]
    return frame


def async_text(classes: dict[str, ast.ClassDef]) -> str:
    """Return the source of the asynchronous calls."""
    client = classes["Client"]
    areas = [node for node in functions(client) if node.returns and ast.unparse(node.returns) in classes]
    areas = [node for node in areas if any(ast.unparse(d) == "property" for d in node.decorator_list)]
    body: list[ast.stmt] = []
    for area in areas:
        native = classes[ast.unparse(area.returns)] if area.returns else client
        twins = [twin_of(node, "self._client") for node in functions(native) if not node.name.startswith("_")]
        name, base = f"Async{native.name}", [ast.Name("_Area")]
        body.append(ast.ClassDef(name, base, [], [*doc_of(native), *twins], [], type_params=[]))
        area.args.args, area.args.posonlyargs = [*area.args.posonlyargs, *area.args.args], []
        area.returns = ast.Name(name)
        made = ast.parse(f"return {name}(self._native, self._native.{area.name})").body
        area.body = [*doc_of(area), *made]
    setup = [*set_up(function(client, "__new__")), copies(function(client, "with_options"))]
    calls = [twin_of(node, "self._native") for node in functions(client) if node.name in CALLS]
    skeleton = ast.parse((Path(__file__).parent / "async_calls.py.in").read_text())
    at = next(i for i, node in enumerate(skeleton.body) if isinstance(node, ast.ClassDef) and node.name == "AsyncCalls")
    skeleton.body[at].body += [*setup, *areas, *calls]  # type: ignore[attr-defined]
    types = next(node for node in skeleton.body if isinstance(node, ast.If))
    # The client itself is imported at run time.
    types.body += ast.parse(f"from defacto_sdk._native import {', '.join(sorted({*classes} - {'Client'}))}").body
    return text_of([*skeleton.body[:at], *body, *skeleton.body[at:]], "")


def package_text(classes: dict[str, ast.ClassDef]) -> str:
    """Return the source of the package with the native names in its `__all__`."""
    head, rest = (PACKAGE / "__init__.py").read_text().split(MARKER)
    names = "".join(f"    {json.dumps(name)},\n" for name in sorted(classes))
    return head + MARKER + "\n" + names + rest[rest.index("]\n") :]


def tidy(text: str, name_of_file: str = "stub.pyi") -> str:
    """Return the source as ruff formats it, without unused imports."""
    name = ["--stdin-filename", name_of_file, "--isolated", "--line-length", "120", "-"]
    ours = ["--config", "lint.isort.known-first-party=['defacto_sdk']"]
    checked = subprocess.run(
        ["ruff", "check", "-q", "--fix", "--exit-zero", "--select", "F401,I", *ours, *name],
        input=text, text=True, capture_output=True, check=True,
    ).stdout  # fmt: skip
    return subprocess.run(
        ["ruff", "format", "-q", *name], input=checked, text=True, capture_output=True, check=True
    ).stdout


def main() -> int:
    """Write or check the stubs."""
    module = native_stub()
    classes = finish_native(module)
    texts = {
        "__init__.py": package_text(classes),
        "_native.pyi": tidy(native_text(module)),
        "_async_calls.py": tidy(async_text(classes), "_async_calls.py"),
    }
    stale = [
        name for name, text in texts.items() if not (PACKAGE / name).exists() or (PACKAGE / name).read_text() != text
    ]
    if "--check" not in sys.argv:
        for name in stale:
            (PACKAGE / name).write_text(texts[name])
        return 0
    for name in stale:
        print(f"{name} is not what the library says: run `make stubs` and commit it")
    return bool(stale)


if __name__ == "__main__":
    raise SystemExit(main())
