"""Clause 2.2.2: the profile image is an approved mark."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.checks._api import Case, Control, Options, failed, not_applicable, not_audited, passed
from auditor.checks._seen import label
from auditor.model import Image, Seen, Severity, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageOptions(Options):
    """`marks`: files of the approved marks; `fingerprints`: theirs, filled in from the files; `max_distance`: bits of 64."""

    marks: tuple[str, ...] = ()
    fingerprints: tuple[str, ...] = ()
    max_distance: int = 10


def judge(case: Case, options: ImageOptions) -> Verdict:
    """Fail on no picture and on the platform's default one; else compare with the approved marks, where there are any."""
    assert case.snapshot is not None
    assert isinstance(case.snapshot.image, Seen)
    image = case.snapshot.image.value
    if image is None:
        return failed("The profile has no picture.", case.seen("profile.image", ""))
    evidence = case.seen("profile.image", image.url)
    if image.is_default:
        return failed(f"The profile shows the default picture of {label(case)}.", evidence)
    if not options.marks and not options.fingerprints:
        return not_applicable("No approved marks are configured to compare the profile picture with.")
    distance = _distance(image, options)
    if distance is None:
        what = "picture could not be fetched or read" if options.fingerprints else "approved marks could not be read"
        return not_audited(
            f"The {what}, so it could not be compared.",
            remedy="Nothing to do on the account: the next run tries again."
            if options.fingerprints
            else "The operator of the auditor checks the files named in [controls.approved-image] marks.",
        )
    if distance <= options.max_distance:
        return passed(
            f"The profile picture matches an approved mark ({distance} of 64 points differ, {options.max_distance} allowed).",
            evidence,
            distance=distance,
        )
    return failed(
        f"The profile picture is none of the approved marks ({distance} of 64 points differ from the nearest, "
        f"{options.max_distance} allowed).",
        evidence,
        distance=distance,
    )


def _distance(image: Image, options: ImageOptions) -> int | None:
    """The least number of differing bits to any mark, or None where nothing can be compared."""
    ours = bits(image.fingerprint)
    marks = [mark for f in options.fingerprints if (mark := bits(f)) is not None]
    if ours is None or not marks:
        return None
    return min((ours ^ mark).bit_count() for mark in marks)


def bits(fingerprint: str | None) -> int | None:
    """A perceptual hash in hex as a number, or None if it is none."""
    try:
        return int(fingerprint or "", 16)
    except ValueError:
        return None


CONTROL = Control(
    id="approved-image",
    title="The profile image is an approved mark",
    clause="2.2.2",
    severity=Severity.MEDIUM,
    basis="platform",
    judge=judge,
    needs=("image",),
    options=ImageOptions,
    expected="The profile picture is one of the organisation's approved marks.",
    remedy="Take the current mark from the brand pages and upload it as the profile picture.",
    why="The mark is the first thing by which readers recognise an account.",
    minutes=10,
)
