"""Fingerprints of pictures: alike stays alike, different differs, and bombs are refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from auditor.marks import NotAPictureError, distance, fingerprint

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "hostile"


def shield(
    size: int = 400, colour: str = "navy", background: str | tuple[int, ...] = "white", mode: str = "RGB"
) -> Image.Image:
    picture = Image.new(mode, (size, size), background)
    pen = ImageDraw.Draw(picture)
    pen.polygon([(size * x // 10, size * y // 10) for x, y in ((2, 1), (8, 1), (8, 6), (5, 9), (2, 6))], fill=colour)
    pen.rectangle((size * 4 // 10, size * 2 // 10, size * 5 // 10, size * 5 // 10), fill="gold")
    return picture


def data(picture: Image.Image, form: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


ORIGINAL = fingerprint(data(shield()))


def test_a_fingerprint_is_64_bits_in_hex() -> None:
    assert len(ORIGINAL) == 16
    assert int(ORIGINAL, 16)


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "GIF"])
@pytest.mark.parametrize("size", [48, 200, 1500])
def test_the_same_mark_in_another_size_and_format_is_near(form: str, size: int) -> None:
    options = {"quality": 60} if form != "GIF" else {}

    assert distance(ORIGINAL, fingerprint(data(shield(size), form, **options))) <= 4


def test_transparency_counts_as_white() -> None:
    clear = shield(background=(0, 0, 0, 0), mode="RGBA")

    assert distance(ORIGINAL, fingerprint(data(clear))) == 0


def test_another_picture_is_far() -> None:
    other = Image.radial_gradient("L").rotate(45)

    assert distance(ORIGINAL, fingerprint(data(other))) > 10


def test_a_picture_that_moves_counts_by_its_first_frame() -> None:
    moving = data(
        shield(), "GIF", save_all=True, append_images=[Image.new("RGB", (400, 400), c) for c in ("red", "blue")]
    )

    assert distance(ORIGINAL, fingerprint(moving)) <= 4


@pytest.mark.parametrize("broken", [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", data(shield())[:300]])
def test_what_is_no_whole_picture_is_refused(broken: bytes) -> None:
    with pytest.raises(NotAPictureError):
        fingerprint(broken)


@pytest.mark.parametrize("form", ["BMP", "TIFF", "PPM"])
def test_other_formats_are_refused(form: str) -> None:
    with pytest.raises(NotAPictureError):
        fingerprint(data(shield(20), form))


def test_too_many_pixels_are_refused_before_they_are_unpacked() -> None:
    with pytest.raises(NotAPictureError, match="12 million"):
        fingerprint(data(Image.new("1", (5000, 4001))))


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the shared material is not beside the checkout")
@pytest.mark.parametrize(
    "name",
    ["gen-png-20000x20000-real.png", "gen-png-65535x65535-header-only.png", "gen-png-text-chunk-bomb.png",
     "gen-png-truncated.png", "gen-not-an-image.jpg", "gen-svg-script.svg", "patt-svg-SSRF_url.svg"],
)  # fmt: skip
def test_hostile_pictures_are_refused(name: str) -> None:
    with pytest.raises(NotAPictureError):
        fingerprint((SHARED / name).read_bytes())
