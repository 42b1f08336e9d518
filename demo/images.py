"""Pictures drawn by hand: a small PNG writer, an approved mark, placeholders, and photographs of a sort."""

from __future__ import annotations

import functools
import struct
import zlib
from collections.abc import Callable

SIDE = 128
Colour = tuple[int, int, int]
Paint = Callable[[int, int], Colour]

_BLUE: Colour = (24, 52, 112)
_GOLD: Colour = (226, 178, 58)
_WHITE: Colour = (250, 250, 250)
_GREY: Colour = (203, 213, 220)


def png(width: int, height: int, paint: Paint) -> bytes:
    """A PNG of that size, each pixel asked of `paint`."""
    rows = b"".join(b"\x00" + b"".join(bytes(paint(x, y)) for x in range(width)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _shield(x: int, y: int) -> Colour:
    half = 46 if y < 64 else max(0, 46 - (y - 64) * 46 // 52)
    if y < 12 or abs(x - 64) > half:
        return _WHITE
    if 34 <= y <= 46 or (abs(x - 64) < 7 and y > 46):
        return _GOLD
    return _BLUE if x < 64 or y < 40 else (150, 28, 44)


def _placeholder(x: int, y: int) -> Colour:
    head = (x - 64) ** 2 + (y - 46) ** 2 < 22**2
    shoulders = (x - 64) ** 2 + (y - 128) ** 2 < 44**2
    return _WHITE if head or shoulders else _GREY


def _photograph(number: int) -> Paint:
    a, b, c = (number * 37) % 200, (number * 91) % 180, (number * 53) % 220
    step = 5 + number % 11

    def paint(x: int, y: int) -> Colour:
        band = ((x * (1 + number % 3) + y * (1 + number % 5)) // step) % 4
        return ((a + x + band * 18) % 256, (b + y + band * 30) % 256, (c + band * 60) % 256)

    return paint


@functools.lru_cache(maxsize=256)
def picture(name: str) -> bytes:
    """The bytes of a named picture: "shield", "default", or anything else for a photograph of its own."""
    if name == "shield":
        return png(SIDE, SIDE, _shield)
    if name == "default":
        return png(SIDE, SIDE, _placeholder)
    return png(96, 96, _photograph(zlib.crc32(name.encode()) % 997))
