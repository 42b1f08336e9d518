"""Clause 2.2.4: transcripts of live film are offered on request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from auditor.checks._api import Case, Control, Options, not_applicable, not_audited
from auditor.checks._attested import dated
from auditor.checks._seen import label, posts_of, title_marks_live
from auditor.model import Post, Seen, Severity, Snapshot, Unseen, Verdict, Why
from auditor.platforms import PLATFORMS


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptOptions(Options):
    """`max_days`: how long the confirmation holds, and how far back live film counts."""

    max_days: int = 365


def judge(case: Case, options: TranscriptOptions) -> Verdict:
    """Only where live film was seen in the last year: pass while the confirmation in the register is not older than a year."""
    shots = [shot for shot in (case.snapshot, case.previous) if shot is not None]
    if any(_live(case, film, options) for shot in shots for film in _films(shot)):
        given = case.account.transcripts_on
        return dated(
            case, "transcripts_on", given, max_days=options.max_days, what="transcripts of live film on request"
        )
    if case.snapshot is None:
        if "films" in PLATFORMS[case.account.platform].shows:
            return not_audited(f"{label(case)} could not be asked whether there is live film.")
        return not_applicable(f"{label(case)} tells nothing of live film, and none was seen in the last year.")
    field = case.snapshot.films
    if isinstance(field, Unseen) and field.why is Why.UNAVAILABLE:
        return not_audited(field.note or f"{label(case)} did not answer when asked for films.")
    return not_applicable("No live film was seen in the last year.")


def _films(shot: Snapshot) -> tuple[Post, ...]:
    films = shot.films.value if isinstance(shot.films, Seen) else ()
    return films + tuple(p for p in posts_of(shot).items if p.live or any(m.kind == "video" for m in p.media))


def _live(case: Case, film: Post, options: TranscriptOptions) -> bool:
    recent = case.now - timedelta(days=options.max_days) <= film.at <= case.now
    return recent and (film.live or title_marks_live(film, case.account.live_titles))


CONTROL = Control(
    id="transcripts-offered",
    title="Transcripts of live film are offered on request",
    clause="2.2.4",
    severity=Severity.LOW,
    basis="mixed",
    judge=judge,
    options=TranscriptOptions,
    expected="A full transcript of live and immediate-use film is made available on request; confirmed every year.",
    remedy="Say under live films whom to ask for a transcript, and have the day entered in column transcripts_on of the register.",
    why="Live film has no subtitles, so a transcript is the only way in for people who cannot hear it.",
    minutes=20,
)
