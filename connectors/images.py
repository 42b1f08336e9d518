"""Fetches a profile picture that has not been seen before, for its fingerprint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from auditor.errors import PlatformError
from auditor.model import Image
from connectors._http import IMAGE_BYTES, Door

SOURCE = "images:picture"

Known: TypeAlias = Mapping[str, tuple[str, str | None]]  # by the image's key: fingerprint, SHA-256


def describe(
    door: Door, image: Image, known: Known, *, fingerprint: Callable[[bytes], str | None], source: str = SOURCE
) -> Image:
    """The image with fingerprint and SHA-256.

    `known` maps keys of images to fingerprints and hashes of earlier nights, so that only new pictures are fetched, through a guarded
    door, at most 5 MiB. What cannot be fetched or read comes back without them.
    """
    if image.fingerprint is not None or image.is_default or not image.url:
        return image
    if image.key in known:
        return replace(image, fingerprint=known[image.key][0], sha256=known[image.key][1])
    try:
        answer = door.get(image.url, source=source, max_bytes=IMAGE_BYTES)
    except PlatformError:
        return image
    if answer.status != 200 or not answer.body:
        return image
    return replace(image, fingerprint=fingerprint(answer.body), sha256=answer.sha256)
