"""Open enums: every value is a ``str``, and a value that this version does not know is one as well."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, ClassVar, TypeVar

    from typing_extensions import Self

    _Value = TypeVar("_Value")

__all__ = ["OpenEnum", "OpenEnumType", "make"]


class OpenEnumType(type):
    """The type of the open enums: ``list(LoanStatus)``, ``len(LoanStatus)``, ``"READY" in BorrowerStatus``."""

    _members: "dict[str, Any]"
    _names: "dict[str, str]"

    def __iter__(cls: "type[_Value]") -> "Iterator[_Value]":
        """Iterate over the values that this version knows."""
        return iter(cls._members.values())  # type: ignore[attr-defined]

    def __len__(cls) -> int:
        """Return the number of values that this version knows."""
        return len(cls._members)

    def __bool__(cls) -> bool:
        """Return ``True``, as for any class."""
        return True

    def __contains__(cls, value: object) -> bool:
        """Return ``True`` for a value that this version knows, and for its text."""
        return isinstance(value, str) and value in cls._members


class OpenEnum(str, metaclass=OpenEnumType):
    """A value of an enum that may get more values.

    It is a ``str``: it equals its text, has the same hash, and works wherever a ``str`` does. A class takes any text;
    ``is_known`` tells whether this version of the library knows it.
    """

    __slots__ = ()
    _members: "ClassVar[dict[str, Any]]" = {}  # noqa: RUF012
    _names: "ClassVar[dict[str, str]]" = {}  # noqa: RUF012

    def __new__(cls, value: str) -> "Self":
        """Return the value with this text."""
        if not isinstance(value, str):
            raise TypeError(f"{cls.__name__} takes a str, not {type(value).__name__}")
        member: Self | None = cls._members.get(value)
        return str.__new__(cls, value) if member is None else member

    @property
    def value(self) -> str:
        """The value as it is on the wire."""
        return str(self)

    @property
    def name(self) -> str:
        """The name of its constant; for a value that this version does not know, its text."""
        return self._names.get(self, str(self))

    @property
    def is_known(self) -> bool:
        """Whether this version of the library knows the value."""
        return self in self._members

    @classmethod
    def values(cls) -> "list[str]":
        """Return the texts of all values that this version knows."""
        return [str(value) for value in cls._members]

    def __repr__(self) -> str:
        """Return Python that makes the value."""
        return f"{type(self).__name__}({str(self)!r})"

    def __reduce__(self) -> "tuple[type[Self], tuple[str]]":
        """Pickle the text."""
        return type(self), (str(self),)

    def __copy__(self) -> "Self":
        """Return the value itself, which never changes."""
        return self

    def __deepcopy__(self, memo: object) -> "Self":
        """Return the value itself, which never changes."""
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> "Any":
        """Describe the values for pydantic: any text."""
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(
            cls, core_schema.str_schema(), serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object) -> "dict[str, object]":
        """Describe the values in JSON schema and OpenAPI. They are examples, since more may come."""
        return {"type": "string", "title": cls.__name__, "description": cls.__doc__, "examples": cls.values()}


def make(name: str, doc: str, constants: "list[tuple[str, str]]") -> OpenEnumType:
    """Return a new enum with these constants. The native module calls it when an enum is first used."""
    members: dict[str, OpenEnum] = {}
    names = {value: constant for constant, value in constants}
    own = {"__doc__": doc, "__module__": "defacto_sdk", "__slots__": (), "_members": members, "_names": names}
    made = OpenEnumType(name, (OpenEnum,), own)
    for constant, value in constants:
        members[value] = str.__new__(made, value)  # type: ignore[arg-type]
        setattr(made, constant, members[value])
    return made
