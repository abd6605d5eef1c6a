"""Models in pydantic and FastAPI: how they are read, written and described. Imported when pydantic asks for it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, ValidationError, core_schema

import defacto_sdk

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler

#: The schemas that describe plain values. They read none: the library does.
PLAIN: "dict[str, Callable[[], CoreSchema]]" = {
    "string": core_schema.str_schema,
    "integer": core_schema.int_schema,
    "boolean": core_schema.bool_schema,
    "number": core_schema.float_schema,
    "date": core_schema.date_schema,
    "datetime": core_schema.datetime_schema,
    "uuid": core_schema.uuid_schema,
    "object": core_schema.dict_schema,
}


def schema(model: type[Any], table: Any, handler: "GetCoreSchemaHandler") -> CoreSchema:
    """Return the schema of a model: objects of its class are taken as they are, and dicts as the API writes them."""
    fields = {
        name: core_schema.typed_dict_field(field(kind, handler, nullable=nullable), required=required)
        for name, kind, required, nullable in table.fields()
    }
    # It describes the model. The values are read by the library itself, as the API's answers are.
    described = core_schema.typed_dict_schema(
        fields, cls=model, extra_behavior="forbid" if table.is_request else "allow"
    )

    def read(value: Any, _: object) -> Any:
        return value if isinstance(value, model) else read_object(model, table, value)

    return core_schema.no_info_wrap_validator_function(
        read,
        described,
        ref=f"defacto_sdk.{model.__name__}:{id(model)}",
        serialization=core_schema.plain_serializer_function_ser_schema(lambda value: value.to_dict()),
    )


def field(kind: "tuple[str, Any]", handler: "GetCoreSchemaHandler", *, nullable: bool) -> CoreSchema:
    """Return the schema of a value of this kind."""
    form, of = kind
    if form == "list":
        made: CoreSchema = core_schema.list_schema(field(of, handler, nullable=False))
    elif form == "map":
        made = core_schema.dict_schema(core_schema.str_schema(), field(of, handler, nullable=False))
    elif form == "class":
        made = handler.generate_schema(getattr(defacto_sdk, of))
    else:
        made = PLAIN[form]()
    return core_schema.nullable_schema(made) if nullable else made


def read_object(model: type[Any], table: Any, value: Any) -> Any:
    """Read a dict as the library reads answers; every fault has its place."""
    if not isinstance(value, Mapping):
        raise PydanticCustomError("model_type", "expected a dict or an object of {name}", {"name": model.__name__})
    try:
        text, faults = table.read(dict(value))
    except (TypeError, ValueError) as error:
        raise PydanticCustomError("invalid_value", "{reason}", {"reason": str(error)}) from None
    if faults:
        raise ValidationError.from_exception_data(model.__name__, [details(*fault) for fault in faults])
    return model.from_json(text)


def details(pointer: str, code: str, text: str) -> InitErrorDetails:
    """Return a fault as pydantic has it. The value is left out: it may be personal."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    place = tuple(int(step) if step.isdigit() else step for step in steps)
    return InitErrorDetails(type=PydanticCustomError(code, "{text}", {"text": text}), loc=place, input=None)
