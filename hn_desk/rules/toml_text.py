"""A data file written out again as TOML after it was changed as data; its comments are lost."""

import json
from collections.abc import Mapping
from datetime import date


def toml_text(data: Mapping[str, object]) -> str:
    """The text of a data file; read again it is equal. TypeError for what no data file of ours holds."""
    return "\n".join(_lines(data, ())).strip("\n") + "\n"


def _lines(data: Mapping[str, object], path: tuple[str, ...]) -> list[str]:
    plain = {key: value for key, value in data.items() if not isinstance(value, Mapping)}
    lines = [
        f"{_key(key)} = {_list(value) if isinstance(value, list) else _value(value)}" for key, value in plain.items()
    ]
    if path and (plain or not data):
        lines = ["", f"[{'.'.join(map(_key, path))}]", *lines]
    for key, value in data.items():
        if isinstance(value, Mapping):
            lines += _lines(value, (*path, key))
    return lines


def _list(values: list[object]) -> str:
    if not any(isinstance(value, Mapping) for value in values):
        return _value(values)
    return "[\n" + "".join(f"    {_value(value)},\n" for value in values) + "]"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }" if value else "{}"
    raise TypeError(type(value).__name__)


def _key(key: str) -> str:
    is_bare = key.isascii() and key.replace("-", "a").replace("_", "a").isalnum()
    return key if is_bare else _value(key)
