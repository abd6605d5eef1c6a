"""Databases of stores, by Python's own drivers.

The drivers run statements. The core decides which statements, and what their results mean.
"""

from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike
    from typing import Any

#: How long to wait for another process that is writing, in seconds.
_PATIENCE = 10.0


class FaultError(Exception):
    """An error of a database: its kind, and the driver's code. It repeats no value."""

    def __init__(self, kind: str, code: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.code = code


class Sqlite:
    """A connection to an SQLite file."""

    is_broken = False

    def __init__(self, path: "str | PathLike[str]") -> None:
        import sqlite3

        self._error: type[Exception] = sqlite3.Error
        with self._told():
            # Calls come from the threads of the core, one at a time.
            self._connection = sqlite3.connect(
                path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False, cached_statements=32
            )
            # Written data is on the disk when a step returns, so it survives a crash of the machine.
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")

    def __del__(self) -> None:
        """Close it, or Python warns. After a fork the child never closes its parent's connection."""
        if hasattr(self, "_connection"):
            self._connection.close()

    def query(self, statement: str, values: "Sequence[int | str | None]") -> "list[tuple[Any, ...]]":
        """Run a statement that returns rows."""
        with self._told():
            return self._connection.execute(statement, values).fetchall()

    def execute(self, statement: str, values: "Sequence[int | str | None]") -> int:
        """Run a statement that returns no rows. Return the number of changed rows."""
        with self._told():
            return self._connection.execute(statement, values).rowcount

    @contextmanager
    def _told(self) -> "Iterator[None]":
        try:
            yield
        except self._error as error:
            raise _fault(error) from None


#: The kinds of SQLite's error texts, which have been stable for twenty years. Its codes need Python 3.11.
_SQLITE = {
    "disk is full": "disk_full",
    "not a database": "no_store",
    "malformed": "no_store",
    "unable to open": "cannot_open",
    "readonly": "read_only",
    "is locked": "busy",
}


def _fault(error: Exception) -> FaultError:
    kinds = (kind for words, kind in _SQLITE.items() if words in str(error))
    return FaultError(next(kinds, "other"), getattr(error, "sqlite_errorname", type(error).__name__))


class Postgres:
    """A connection to a PostgreSQL server."""

    def __init__(self, url: str) -> None:
        try:
            import psycopg
        except ModuleNotFoundError:
            raise FaultError("no_driver") from None
        self._error: type[Exception] = psycopg.Error
        with self._told():
            self._connection = psycopg.connect(url, autocommit=True, cursor_factory=psycopg.RawCursor)

    def __del__(self) -> None:
        """Close it, or psycopg warns. After a fork the child never closes its parent's connection."""
        if hasattr(self, "_connection"):
            self._connection.close()

    @property
    def is_broken(self) -> bool:
        """Whether the next statement needs another connection."""
        return self._connection.closed or self._connection.broken

    def query(self, statement: str, values: "Sequence[int | str | None]") -> "list[tuple[Any, ...]]":
        """Run a statement that returns rows."""
        with self._told():
            return list(self._run(statement, values).fetchall())

    def execute(self, statement: str, values: "Sequence[int | str | None]") -> int:
        """Run a statement that returns no rows. Return the number of changed rows."""
        with self._told():
            return int(self._run(statement, values).rowcount)

    def _run(self, statement: str, values: "Sequence[int | str | None]") -> "Any":
        # The statements are the core's own; only the values vary.
        return self._connection.execute(statement.replace("?", "$").encode(), values)

    @contextmanager
    def _told(self) -> "Iterator[None]":
        try:
            yield
        except self._error as error:
            if code := getattr(error, "sqlstate", None):
                raise FaultError("refused", code) from None
            raise FaultError("broken" if hasattr(self, "_connection") else "unreachable") from None
