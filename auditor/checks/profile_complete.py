"""Clause 2.2.2: the profile is complete in what the platform offers: name, text, picture, link."""

from __future__ import annotations

from auditor.checks._api import Case, Control, Options, failed, not_audited, not_exposed, passed
from auditor.checks._profile_links import profile_links
from auditor.checks._seen import label
from auditor.checks._words import listing
from auditor.model import Image, Seen, Severity, Unseen, Verdict, Why


def judge(case: Case, _options: Options) -> Verdict:
    """A part counts as missing only where the platform showed that it is empty; parts that it never shows are left out."""
    assert case.snapshot is not None
    shot = case.snapshot
    linked = bool(profile_links(shot))
    parts = (
        ("display name", shot.name, bool(isinstance(shot.name, Seen) and shot.name.value.strip())),
        ("profile text", shot.bio, bool(isinstance(shot.bio, Seen) and shot.bio.value.strip())),
        ("picture", shot.image, bool(isinstance(shot.image, Seen) and _chosen(shot.image.value))),
        ("link", shot.links, linked),
    )
    shown = [words for words, field, _ in parts if isinstance(field, Seen)]
    missing = [words for words, field, there in parts if isinstance(field, Seen) and not there]
    failing = [words for words, field, _ in parts if isinstance(field, Unseen) and field.why is Why.UNAVAILABLE]
    if missing:
        return failed(
            f"The profile lacks {listing([f'a {words}' for words in missing])}.",
            *(case.seen(f"profile.{_FIELDS[words]}", "") for words in missing),
            missing=missing,
        )
    if failing:
        return not_audited(f"{label(case)} did not answer when asked for the {listing(failing)} of the profile.")
    if not shown:
        return not_exposed(f"{label(case)} shows nothing of the profile.")
    return passed(
        f"The profile has all that {label(case)} shows: {listing(shown)}.",
        case.seen("profile.parts", ", ".join(shown)),
    )


def _chosen(image: Image | None) -> bool:
    return image is not None and not image.is_default


_FIELDS = {"display name": "name", "profile text": "bio", "picture": "image", "link": "link"}

CONTROL = Control(
    id="profile-complete",
    title="The profile is complete",
    clause="2.2.2",
    severity=Severity.LOW,
    basis="platform",
    judge=judge,
    expected="Display name, profile text, picture and link are filled in, as far as the platform offers them.",
    remedy="Edit the profile and fill in what is missing.",
    why="An unfinished profile looks abandoned, or made by somebody else.",
    minutes=10,
)
