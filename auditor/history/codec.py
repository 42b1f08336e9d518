"""Dataclasses to JSON and back, driven by their type hints.

Fields that hold their default are left out, so that a new field with a default reads old rows. The text is ASCII: what no
database takes as text (lone surrogates, NUL) travels as a JSON escape. `Seen(x)` is `[x]`, `Unseen` an object.
"""

from __future__ import annotations

import functools
import json
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Literal, TypeVar

from auditor.model import Seen

Convert = Callable[[Any], Any]
T = TypeVar("T")

_TAG = "$"
_PLAIN = frozenset({str, int, float, bool, type(None)})
_encode_text = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), check_circular=False).encode
_decode_text = json.JSONDecoder().decode


def to_text(value: object, hint: Any = None) -> str:
    """The value as canonical ASCII JSON; `hint` is its type, by default its class."""
    kind: Any = hint or type(value)  # mypy does not take every class for hashable
    return _encode_text(encoder(kind)(value))


def from_text(text: str, hint: type[T]) -> T:
    """The value of type `hint` that `to_text` wrote."""
    kind: Any = hint
    value: T = decoder(kind)(_decode_text(text))
    return value


def dumps(plain: object) -> str:
    """Plain JSON data as compact ASCII text."""
    return _encode_text(plain)


def loads(text: str) -> Any:
    """Plain JSON data from text."""
    return _decode_text(text)


@functools.cache
def encoder(hint: Any) -> Convert:
    """A function that turns a value of this type into plain JSON data."""
    return _pair(hint)[0]


@functools.cache
def decoder(hint: Any) -> Convert:
    """A function that turns plain JSON data into a value of this type."""
    return _pair(hint)[1]


@functools.cache
def _pair(hint: Any) -> tuple[Convert, Convert]:
    origin = typing.get_origin(hint)
    args = typing.get_args(hint)
    if hint in _PLAIN or origin is Literal or hint is None:
        return _same, _same
    if origin in {typing.Union, types.UnionType}:
        return _union(args)
    if origin is tuple:
        return _tuple(args)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(args[1])
    if origin is Seen:
        return _seen(args[0])
    if isinstance(hint, type):
        return _of_class(hint)
    return _free, _unfree


def _of_class(hint: type) -> tuple[Convert, Convert]:
    if issubclass(hint, Enum):
        return (lambda v: v.value), {member.value: member for member in hint}.__getitem__
    if issubclass(hint, datetime):
        return datetime.isoformat, datetime.fromisoformat
    if issubclass(hint, date):
        return date.isoformat, date.fromisoformat
    if is_dataclass(hint):
        return _dataclass(hint)
    return _free, _unfree


def _same(value: Any) -> Any:
    return value


def _seen(inner: Any) -> tuple[Convert, Convert]:
    enc, dec = _pair(inner)
    return (lambda v: [enc(v.value)]), (lambda j: Seen(dec(j[0])))


def _tuple(args: tuple[Any, ...]) -> tuple[Convert, Convert]:
    if len(args) == 2 and args[1] is Ellipsis:
        enc, dec = _pair(args[0])
        if enc is _same:
            return list, tuple
        return (lambda v: [enc(x) for x in v]), (lambda j: tuple([dec(x) for x in j]))
    pairs = [_pair(a) for a in args]
    return (
        lambda v: [e(x) for (e, _), x in zip(pairs, v, strict=True)],
        lambda j: tuple([d(x) for (_, d), x in zip(pairs, j, strict=True)]),
    )


def _mapping(inner: Any) -> tuple[Convert, Convert]:
    enc, dec = _pair(inner)
    return (lambda v: {k: enc(x) for k, x in v.items()}), (lambda j: {k: dec(x) for k, x in j.items()})


def _dataclass(cls: type) -> tuple[Convert, Convert]:
    hints = typing.get_type_hints(cls)
    plan = []
    for item in fields(cls):
        default = item.default
        if item.default_factory is not MISSING:
            default = item.default_factory()
        plan.append((item.name, default, *_pair(hints[item.name])))
    decoders = {name: dec for name, _, _, dec in plan}

    def encode(value: Any) -> dict[str, Any]:
        out = {}
        for name, default, enc, _ in plan:
            one = getattr(value, name)
            if one is default or (one == default and type(one) is type(default)):
                continue
            out[name] = enc(one)
        return out

    def decode(plain: Mapping[str, Any]) -> Any:
        return cls(**{name: decoders[name](one) for name, one in plain.items() if name in decoders})

    return encode, decode


def _union(args: tuple[Any, ...]) -> tuple[Convert, Convert]:
    """One alternative a JSON kind; where several are objects, each carries its class name."""
    several = sum(_kind(a) == "dict" for a in args) > 1
    by_type: dict[type, Convert] = {}
    by_kind: dict[str, Convert] = {}
    by_tag: dict[str, Convert] = {}
    for arg in args:
        enc, dec = _pair(arg)
        if several and _kind(arg) == "dict":
            enc = _tagged(arg.__name__, enc)
            by_tag[arg.__name__] = dec
        for python_type in _types(arg):
            by_type[python_type] = enc
        by_kind[_kind(arg)] = dec
    if several:
        by_kind["dict"] = lambda plain: by_tag[plain[_TAG]](plain)
    if float in by_type:  # a whole number may stand where a fraction is declared
        by_type.setdefault(int, _same)
        by_kind.setdefault("int", _same)
    by_json = {_JSON_TYPES[kind]: dec for kind, dec in by_kind.items()}

    def encode(value: Any) -> Any:
        enc = by_type.get(type(value))
        if enc is None:
            enc = next(e for t, e in by_type.items() if isinstance(value, t))
        return enc(value)

    def decode(plain: Any) -> Any:
        return by_json[type(plain)](plain)

    return encode, decode


_JSON_TYPES: dict[str, type] = {
    "null": type(None), "bool": bool, "int": int, "float": float, "str": str, "list": list, "dict": dict,
}  # fmt: skip


def _tagged(name: str, enc: Convert) -> Convert:
    return lambda v: {_TAG: name, **enc(v)}


def _types(hint: Any) -> tuple[type, ...]:
    origin = typing.get_origin(hint)
    if origin is Literal:
        return tuple({type(a) for a in typing.get_args(hint)})
    return (origin or (type(None) if hint is None else hint),)


def _kind(hint: Any) -> str:
    origin = typing.get_origin(hint)
    if hint in {None, type(None)}:
        return "null"
    if hint in {bool, int, float}:
        return str(hint.__name__)
    if origin in {tuple, Seen}:
        return "list"
    if origin is Literal or hint is str or (isinstance(hint, type) and issubclass(hint, Enum | date)):
        return "str"
    return "dict"


def _free(value: Any) -> Any:
    """Data of no declared type (`details`): plain JSON stays, what JSON has no word for carries a tag."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list:
        return [_free(x) for x in value]
    if kind is tuple:
        return {_TAG: "tuple", "v": [_free(x) for x in value]}
    if isinstance(value, Mapping):
        if kind is dict and all(type(k) is str and k != _TAG for k in value):
            return {k: _free(x) for k, x in value.items()}
        return {_TAG: "dict", "v": [[_free(k), _free(x)] for k, x in value.items()]}
    if isinstance(value, datetime):
        return {_TAG: "datetime", "v": value.isoformat()}
    if isinstance(value, date):
        return {_TAG: "date", "v": value.isoformat()}
    if isinstance(value, Enum):
        return _free(value.value)
    return str(value)


_UNFREE: dict[str, Convert] = {
    "tuple": lambda v: tuple([_unfree(x) for x in v]),
    "dict": lambda v: {_unfree(k): _unfree(x) for k, x in v},
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
}


def _unfree(plain: Any) -> Any:
    kind = type(plain)
    if kind is list:
        return [_unfree(x) for x in plain]
    if kind is dict:
        if _TAG in plain:
            return _UNFREE[plain[_TAG]](plain["v"])
        return {k: _unfree(x) for k, x in plain.items()}
    return plain
