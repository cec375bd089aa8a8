"""The part of JSON Schema that our own schema uses, so that a test can hold a file against it."""

import re
from collections.abc import Iterator
from typing import Any

TYPES = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}
KNOWN = {
    *("$schema", "$id", "$defs", "$ref", "title", "type", "properties", "additionalProperties", "required", "items"),
    *("enum", "const", "pattern", "minimum", "maximum"),
}


def mistakes(schema: dict[str, Any], value: Any, root: dict[str, Any] | None = None, at: str = "$") -> Iterator[str]:
    """What is wrong with `value`, by place. AssertionError for a word that this reader doesn't know."""
    root = root or schema
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    assert set(schema) <= KNOWN
    types = schema.get("type", [])
    kinds = tuple(TYPES[one] for one in ([types] if isinstance(types, str) else types))
    if kinds and (not isinstance(value, kinds) or isinstance(value, bool)):
        yield f"{at}: {types}"
        return
    if ("const" in schema and value != schema["const"]) or ("enum" in schema and value not in schema["enum"]):
        yield f"{at}: value"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{at}: pattern"
    if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{at}: range"
    if isinstance(value, dict):
        yield from _members(schema, value, root, at)
    if isinstance(value, list) and "items" in schema:
        for n, one in enumerate(value):
            yield from mistakes(schema["items"], one, root, f"{at}[{n}]")


def _members(schema: dict[str, Any], value: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    yield from (f"{at}: {name} missing" for name in schema.get("required", ()) if name not in value)
    others = schema.get("additionalProperties", True)
    for name, one in value.items():
        rule = schema.get("properties", {}).get(name, others)
        if rule is False:
            yield f"{at}: {name} unknown"
        elif isinstance(rule, dict):
            yield from mistakes(rule, one, root, f"{at}.{name}")
