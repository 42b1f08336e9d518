"""A picture's perceptual fingerprint, to compare profile images with the approved marks. Pillow is imported inside."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_LARGEST_PIXELS = 12_000_000  # 48 MB once unpacked, and as much again while some formats are
_LARGEST_BYTES = 20_000_000
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_WIDTH, _HEIGHT = 9, 8
_STRIP = 256  # rows that are flattened at a time
_one_at_a_time = threading.Lock()  # pictures arrive side by side; unpacked side by side they would fill the memory
_MARGIN = 3  # grey levels by which neighbours have to differ, so that compression noise in plain areas does not count


class NotAPictureError(ValueError):
    """The bytes are no picture that may be looked at; the text says why."""


def fingerprint(data: bytes) -> str:
    """64 bits in hex: whether each of 8 by 8 fields is brighter than its right neighbour, on white, first frame only.

    Raises NotAPictureError for anything but PNG, JPEG, WEBP and GIF of at most 12 million pixels.
    """
    if len(data) > _LARGEST_BYTES:
        raise NotAPictureError("the picture is larger than 20 MB")
    grey = _grey(data)
    bits = 0
    for row in range(_HEIGHT):
        for column in range(_WIDTH - 1):
            left, right = grey[row * _WIDTH + column], grey[row * _WIDTH + column + 1]
            bits = bits << 1 | (left > right + _MARGIN)
    return f"{bits:016x}"


def _grey(data: bytes) -> bytes:
    """The picture flattened on white and shrunk to 9 by 8 grey levels."""
    from PIL import Image

    try:
        with _one_at_a_time, Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            small_enough = picture.width * picture.height <= _LARGEST_PIXELS
            picture.draft("RGB", (256, 256))
            flat = _flattened(picture) if small_enough else None
    except Exception as error:  # noqa: BLE001 - Pillow's decoders raise whatever a broken file makes them raise
        raise NotAPictureError(f"the picture cannot be read ({type(error).__name__})") from None
    if flat is None:
        raise NotAPictureError("the picture has more than 12 million pixels")
    return flat.resize((_WIDTH, _HEIGHT), Image.Resampling.BOX).tobytes()


def _flattened(picture: Picture) -> Picture:
    """The picture in grey on white, made strip by strip, so that no second copy of it lies in memory."""
    from PIL import Image

    if picture.mode in {"RGB", "L"} and "transparency" not in picture.info:
        return picture.convert("L")  # nothing that white could shine through
    flat = Image.new("L", picture.size)
    for top in range(0, picture.height, _STRIP):
        strip = picture.crop((0, top, picture.width, min(top + _STRIP, picture.height))).convert("RGBA")
        flat.paste(Image.alpha_composite(Image.new("RGBA", strip.size, "white"), strip).convert("L"), (0, top))
    return flat


def fingerprint_file(path: Path) -> str:
    """The fingerprint of a picture on disk."""
    return fingerprint(path.read_bytes())


def distance(one: str, other: str) -> int:
    """In how many of the 64 fields two fingerprints differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
