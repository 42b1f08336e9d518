"""The composition root: the only place that imports connectors and reports, prints, or exits."""

from __future__ import annotations

import importlib
import logging
import sys
from pathlib import Path

import click

from auditor import __version__
from auditor.errors import AuditorError, ProblemsError

# name -> (module under auditor.cli, one line for --help); a command's module is imported only when it is called
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("run", "The nightly job: ask, judge, store, report, mail."),
    "check": ("check", "Audit single accounts now and print a verdict."),
    "plan": ("plan", "What tonight's run would ask, and what it costs. No network."),
    "report": ("report", "Render a stored run as HTML, JSON, CSV and more."),
    "history": ("history", "How the estate, or one account, developed."),
    "diff": ("diff", "What changed between two runs."),
    "statement": ("statement", "Judge a profile text without any account."),
    "register": ("register", "Check the register, or write an empty one."),
    "controls": ("controls", "The controls in force, or one in detail."),
    "doctor": ("doctor", "Check credentials, mail, database and clock, with remedies."),
    "incident": ("incident", "Emergency mode (policy clause 2.2.7)."),
    "schedule": ("schedule", "Stay in the foreground and run at the times in config."),
    "init": ("init", "Write a first config.toml and register."),
}


class LazyGroup(click.Group):
    """A group that imports a command when it is called, and gives every command `--config` and `-v`."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """All names, in the order a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The command, imported now."""
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"auditor.cli.{COMMANDS[name][0]}")
        command: click.Command = module.command
        _with_common_options(command)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _with_common_options(command: click.Command) -> None:
    if isinstance(command, click.Group):
        for child in command.commands.values():
            _with_common_options(child)
        return
    if any(p.name == "config_path" for p in command.params):
        return
    command.params += [
        click.Option(
            ["--config", "config_path"],
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="PATH",
            expose_value=False,
            callback=_take_config,
            help="The configuration; default $AUDITOR_CONFIG, then ./config.toml.",
        ),
        click.Option(
            ["-v", "--verbose"],
            count=True,
            expose_value=False,
            callback=_take_verbose,
            help="Log what is done; twice for everything.",
        ),
    ]


def _take_config(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.obj.config_path = value


def _take_verbose(ctx: click.Context, _param: click.Parameter, value: int) -> None:
    if value:
        ctx.obj.verbose = value
        from auditor.cli._logs import configure

        configure(value)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 fine, 2 usage or configuration, 4 incomplete, 11-14 a control failed (docs/exit-codes.md).",
)
@click.version_option(__version__, "--version", "-V", prog_name="auditor")
@click.option("--config", "config_path", type=click.Path(path_type=Path, dir_okay=False), metavar="PATH", hidden=True)
@click.pass_context
def cli(ctx: click.Context, config_path: Path | None) -> None:
    """Audit the health of an organisation's social media accounts."""
    from auditor.cli._context import App

    ctx.obj = App(config_path)


def entry(args: list[str] | None = None) -> int:
    """Run the command line and give the exit code; every error becomes words on stderr, never a traceback."""
    from auditor.secrets import redact

    try:
        code = cli.main(args=args, standalone_mode=False)
    except click.exceptions.Abort:
        return _say("Stopped.", code=130)
    except click.ClickException as error:
        error.show(sys.stderr)
        return 2
    except click.exceptions.Exit as error:
        return error.exit_code
    except ProblemsError as error:
        lines = [error.message, *(f"  {p}" for p in error.problems)]
        return _say("\n".join(lines), hint=error.hint, code=error.exit_code)
    except AuditorError as error:
        return _say(error.message, hint=error.hint, code=error.exit_code)
    except KeyboardInterrupt:
        return _say("Stopped; nothing is lost, the next run goes on from here.", code=130)
    except SystemExit:  # click's answer to a reader who left early (`auditor history | head`), which is no fault
        return 0
    except Exception as error:
        logging.getLogger(__name__).debug("unexpected error", exc_info=True)
        return _say(
            f"Unexpected error: {type(error).__name__}: {redact(str(error))[:500]}",
            hint="This is a fault of the auditor. Please report it with the output of the same command with -v -v.",
            code=1,
        )
    return code if isinstance(code, int) else 0


def _say(message: str, *, hint: str = "", code: int) -> int:
    from auditor.secrets import redact
    from auditor.text import show

    for line in [*message.split("\n"), *([hint] if hint else [])]:
        print(show(redact(line)), file=sys.stderr)
    return code
