"""`auditor init`: a first config.toml and register, asked for step by step or from flags."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from auditor.errors import UsageError

_SHEETS = ("accounts", "access", "waivers", "changes")


@click.command("init")
@click.option("--name", help="The organisation's name.")
@click.option("--short-name", "short_names", multiple=True, help="A short form of the name; may be repeated.")
@click.option(
    "--link-domain", "link_domains", multiple=True, help="A domain that profiles may link to; may be repeated."
)
@click.option("--mail-domain", "mail_domains", multiple=True, help="A domain of staff mail addresses; may be repeated.")
@click.option("--prefix", help="What handles begin with.")
@click.option("--contact-mail", help="Whom readers may ask.")
@click.option("--to", "recipients", multiple=True, help="Who gets the nightly mail; may be repeated.")
@click.option(
    "--directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Where to write; default here.",
)
@click.option("--force", is_flag=True, help="Overwrite config.toml. A register is never overwritten.")
def command(
    *,
    name: str | None,
    short_names: tuple[str, ...],
    link_domains: tuple[str, ...],
    mail_domains: tuple[str, ...],
    prefix: str | None,
    contact_mail: str | None,
    recipients: tuple[str, ...],
    directory: Path,
    force: bool,
) -> int:
    """Write a first config.toml and the register's files with their headers.

    On a terminal, what no flag gives is asked for; elsewhere --name is enough. Nothing is overwritten without --force, and a
    register never is.
    """
    from auditor.cli._first_config import Answers, config_text

    _refuse_existing(directory, force=force)
    asking = name is None and sys.stdin.isatty()
    if name is None and not asking:
        raise UsageError("the organisation's name is missing", 'Give it: auditor init --name "University of Example".')
    answers = Answers(
        name=name or click.prompt("Name of the organisation", err=True),
        short_names=short_names or _several("Short forms of the name", asking=asking),
        link_domains=link_domains or _several("Domains that profiles may link to", asking=asking),
        mail_domains=mail_domains or _several("Domains of staff mail addresses", asking=asking),
        prefix=prefix if prefix is not None else _one("What handles begin with", asking=asking),
        contact_mail=contact_mail if contact_mail is not None else _one("Mail address for questions", asking=asking),
        recipients=recipients or _several("Who gets the nightly mail", asking=asking),
    )
    _write(directory, config_text(answers))
    return 0


def _files(directory: Path) -> list[Path]:
    return [directory / "config.toml", *(directory / "register" / f"{sheet}.csv" for sheet in _SHEETS)]


def _refuse_existing(directory: Path, *, force: bool) -> None:
    config = directory / "config.toml"
    if config.exists() and not force:
        raise UsageError(
            f"{config} exists already; nothing was written",
            "Choose another --directory, or overwrite it with --force.",
        )


def _write(directory: Path, text: str) -> None:
    """Try the text first, then write all files."""
    from auditor.config import check_text
    from auditor.register.template import header_line

    config, *sheets = _files(directory)
    check_text(text, config)
    (directory / "register").mkdir(parents=True, exist_ok=True)
    config.write_text(text, encoding="utf-8")
    click.echo(str(config))
    for path in sheets:
        if path.exists():
            click.echo(f"{path} exists already and is left as it is", err=True)
            continue
        path.write_text(header_line(path.stem), encoding="utf-8")
        click.echo(str(path))
    click.echo(
        "Next: enter your accounts in register/accounts.csv (or write a workbook with `auditor register template`), "
        "then run `auditor register check` and `auditor doctor`.",
        err=True,
    )


def _one(question: str, *, asking: bool) -> str:
    return str(click.prompt(question, default="", show_default=False, err=True)).strip() if asking else ""


def _several(question: str, *, asking: bool) -> tuple[str, ...]:
    written = _one(f"{question} (with commas between them; empty for none)", asking=asking)
    return tuple(part.strip() for part in written.split(",") if part.strip())
