"""Clause 2.2.4: produced film has subtitles."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.checks._api import Case, Control, Options, failed, not_applicable, passed
from auditor.checks._seen import title_marks_live, unseen
from auditor.checks._words import count, listing
from auditor.model import UNSUPPORTED, Post, Seen, Severity, Unseen, Verdict, Why
from auditor.text import show


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmOptions(Options):
    """`newest`: how many of the newest films are looked at."""

    newest: int = 5


def judge(case: Case, options: FilmOptions) -> Verdict:
    """Fail if any of the newest films lacks subtitles; broadcasts, premieres and marked immediate-use clips are exempt."""
    assert case.snapshot is not None
    assert isinstance(case.snapshot.films, Seen)
    films = sorted(case.snapshot.films.value, key=lambda film: film.at, reverse=True)[: options.newest]
    if not films:
        return not_applicable("No films were found on this account.")
    produced = [film for film in films if not (film.live or title_marks_live(film, case.account.live_titles))]
    exempt = len(films) - len(produced)
    if not produced:
        return not_applicable(f"The newest {count(exempt, 'film')} were broadcast live or made for immediate use.")
    lacking = [film for film in produced if _subtitled(film) is False]
    if lacking:
        names = [_name(film) for film in lacking]
        return failed(
            f"{len(lacking)} of the newest {count(len(produced), 'produced film')} "
            f"{'lacks' if len(lacking) == 1 else 'lack'} subtitles: {listing(names)}.",
            *(case.seen("films.captions", f"none: {film.url or film.id}", part="films") for film in lacking),
            films=[{"title": film.title, "url": film.url} for film in lacking],
        )
    unknown = [state for film in produced if isinstance(state := _subtitled(film), Unseen)]
    if unknown:
        worst = min(unknown, key=lambda u: u.why is not Why.UNAVAILABLE)
        return unseen(case, worst, "whether films have subtitles")
    also = f"; {count(exempt, 'live or immediate-use film')} not counted" if exempt else ""
    return passed(
        f"All of the newest {count(len(produced), 'produced film')} have subtitles{also}.",
        *(case.seen("films.captions", f"yes: {film.url or film.id}", part="films") for film in produced),
    )


def _subtitled(film: Post) -> bool | Unseen:
    """Whether the film has subtitles, or why that was not shown."""
    told = [media.captions for media in film.media if media.kind == "video"] or [m.captions for m in film.media]
    seen = [field.value for field in told if isinstance(field, Seen)]
    if seen and (len(seen) == len(told) or not all(seen)):
        return all(seen)
    return next((field for field in told if isinstance(field, Unseen)), UNSUPPORTED)


def _name(film: Post) -> str:
    return f'"{show(film.title, 60)}"' if (film.title or "").strip() and film.title else film.url or film.id


CONTROL = Control(
    id="film-subtitled",
    title="Produced film has subtitles",
    clause="2.2.4",
    severity=Severity.MEDIUM,
    basis="platform",
    judge=judge,
    needs=("films",),
    options=FilmOptions,
    expected="Every film produced in advance has subtitles; live and immediate-use clips have a transcript on request.",
    remedy="Upload a subtitle file for each film listed, in the platform's video settings (automatic captions, corrected, will do).",
    why="Without subtitles the film says nothing to people who cannot hear it, or watch without sound.",
    minutes=30,
)
