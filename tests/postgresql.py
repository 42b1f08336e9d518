"""A PostgreSQL server of our own on loopback, thrown away afterwards. Debian's programs, as somebody who is not root."""

from __future__ import annotations

import contextlib
import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.waiting import HANGS, free_port

REQUIRED = bool(os.environ.get("AUDITOR_SERVICE_REQUIRED"))  # read here, as every test starts with a clean environment
PASSWORD = "pass-word of the audit's role: @/%?#"  # of letters that an address has to write otherwise
OWNER = "audit"
_HOMES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name), reverse=True)
# English order of letters, so that nothing rests on the order of bytes
_CLUSTER = ["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=en-GB", "--no-sync"]
_SETTINGS = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off", "jit": "off",
    "shared_buffers": "32MB", "max_connections": "40", "listen_addresses": "127.0.0.1",
}  # fmt: skip


def lacking() -> str:
    """Why no server can be started here; empty where one can."""
    if programs() is None:
        return "PostgreSQL is not installed (Debian: postgresql)"
    if importlib.util.find_spec("psycopg") is None:
        return "psycopg is not installed (requirements/dev.txt)"
    return ""


def programs() -> Path | None:
    """The folder of the newest server's programs."""
    return next((home for home in _HOMES if (home / "postgres").exists()), None)


def _prefix() -> list[str]:
    """How to call a program that refuses root; it ends with us."""
    ends = ["--pdeathsig=INT"]
    if os.geteuid() == 0:
        who = pwd.getpwnam(_somebody())
        ends += [f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--clear-groups"]
    return ["setpriv", *ends]


def _somebody() -> str:
    names = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@dataclass
class Server:
    """One cluster: it can be stopped and started again, and gives databases away."""

    bin: Path
    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def make(self) -> None:
        """Write an empty cluster."""
        if os.geteuid() == 0:
            who = pwd.getpwnam(_somebody())
            os.chown(self.folder, who.pw_uid, who.pw_gid)
        word = self.folder / "word"
        word.write_text(PASSWORD, encoding="utf-8")
        word.chmod(0o644)
        call = [self.bin / "initdb", "-D", self.folder / "data", "-U", "admin", "-A", "scram-sha-256", *_CLUSTER]
        subprocess.run([*_prefix(), *call, f"--pwfile={word}"], check=True, capture_output=True, cwd=self.folder)

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = _SETTINGS | {"port": str(self.port), "unix_socket_directories": str(self.folder)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*_prefix(), self.bin / "postgres", "-D", self.folder / "data", *options],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        end = time.monotonic() + HANGS
        while subprocess.run(
            [self.bin / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)], check=False
        ).returncode:
            assert self.process.poll() is None, (self.folder / "log").read_text(encoding="utf-8", errors="replace")
            assert time.monotonic() < end, "the server never answered"

    def stop(self) -> None:
        """Stop it at once, as a crash would: whoever is connected is cut off."""
        if self.process is not None:
            self.process.send_signal(3)  # SIGQUIT, "immediate shutdown"
            self.process.wait(HANGS)
            self.process = None

    def url(self, database: str, user: str = OWNER, password: str = PASSWORD) -> str:
        """The address as [history] wants it."""
        return f"postgresql+psycopg://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/{database}"

    @contextlib.contextmanager
    def admin(self, database: str = "postgres") -> Iterator[Any]:
        """A connection that may do anything, each statement by itself."""
        import psycopg

        with psycopg.connect(
            host="127.0.0.1", port=self.port, user="admin", password=PASSWORD, dbname=database, autocommit=True
        ) as connection:
            yield connection

    @contextlib.contextmanager
    def database(self, options: str = "") -> Iterator[str]:
        """A fresh database of the audit's role, by name, removed afterwards."""
        name = f"history{next(self.numbers)}"
        with self.admin() as admin:
            if not admin.execute("select 1 from pg_roles where rolname = %s", (OWNER,)).fetchone():
                word = PASSWORD.replace("'", "''")
                admin.execute(f"create role {OWNER} login password '{word}'")
            admin.execute(f"create database {name} owner {OWNER} {options}")
        try:
            yield name
        finally:
            with self.admin() as admin:
                admin.execute(f"drop database {name} with (force)")


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """A server for as long as it is needed."""
    home = programs()
    assert home is not None
    folder = Path(tempfile.mkdtemp(prefix="auditor-postgresql-"))
    one = Server(home, folder)
    try:
        one.make()
        one.start()
        yield one
    finally:
        one.stop()
        shutil.rmtree(folder, ignore_errors=True)
