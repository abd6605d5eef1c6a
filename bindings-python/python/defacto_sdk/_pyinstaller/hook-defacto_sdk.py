"""The modules that only the native module imports, so that PyInstaller does not find them."""

hiddenimports = [
    "defacto_sdk._enums",
    "defacto_sdk._errors",
    "defacto_sdk._pydantic",
    "defacto_sdk._stores",
    # Of Python's library: values of these classes come from the native module.
    "asyncio",
    "atexit",
    "collections.abc",
    "contextvars",
    "datetime",
    "decimal",
    "functools",
    "pathlib",
    "types",
    "typing",
    "uuid",
    "zoneinfo",
]

# A program that uses pydantic imports it, too: without that, it is left out.
excludedimports = ["pydantic", "pydantic_core"]
