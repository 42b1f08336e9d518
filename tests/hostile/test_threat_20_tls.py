"""A server that cannot prove who it is gets no token, and there is no switch that changes that."""

from __future__ import annotations

import ipaddress
import re
import ssl
import warnings
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests.adapters
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from auditor.cli._doctor_wires import open_wires
from auditor.config import load
from auditor.config.sections import SECTIONS
from auditor.errors import PlatformError
from auditor.ping import Pinger
from auditor.secrets import Secret
from connectors._guard import Guard
from connectors._http import Budget, Door, Ledger
from tests.connectors.loopback import Loopback, Reply
from tests.night.driving import house

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a-token-that-nobody-may-see"


def _certificate(folder: Path, *, days: tuple[int, int] = (-1, 1), host: str = "127.0.0.1") -> ssl.SSLContext:
    """A server that shows a certificate of its own making, valid from and to so many days from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    other: Any = x509.IPAddress(ipaddress.ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.SubjectAlternativeName([other]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def _asked(tls: ssl.SSLContext, *, trusted: bool = True) -> tuple[str, int]:
    """What became of a request with a token, and how many the server got to read."""
    with Loopback([Reply(b"{}")], tls=tls) as server:
        budget = Budget(timeout_seconds=30, sleep=lambda _: None)
        whose: Any = (
            {"base_url": server.url, "bearer": Secret(TOKEN)}
            if trusted
            else {"trusted": False, "guard": Guard(("127.0.0.1",))}
        )
        with Door("x", budget=budget, ledger=Ledger(), **whose) as door:
            try:
                told = str(door.get("/me" if trusted else f"{server.url}/me", source="x:users").status)
            except PlatformError as error:
                told = error.message
        return told, len(server.asked)


@pytest.fixture
def vouched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose certificate, once made, the machine trusts."""
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(tmp_path / "cert.pem"))
    return tmp_path


def test_a_certificate_that_the_machine_trusts_is_taken(vouched: Path) -> None:
    assert _asked(_certificate(vouched)) == ("200", 1)


@pytest.mark.parametrize("trusted", [True, False], ids=["platform", "blog"])
@pytest.mark.parametrize(("days", "host"), [((-9, -1), "127.0.0.1"), ((1, 9), "127.0.0.1"), ((-1, 1), "127.0.0.2"), ((-1, 1), "api.example")], ids=["expired", "not yet", "another address", "another name"])  # fmt: skip
def test_a_certificate_that_does_not_fit_is_refused(
    days: tuple[int, int], host: str, trusted: bool, vouched: Path
) -> None:
    told, asked = _asked(_certificate(vouched, days=days, host=host), trusted=trusted)
    assert "certificate" in told
    assert asked == 0
    assert TOKEN not in told


def test_a_certificate_that_nobody_vouches_for_is_refused_whatever_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = _certificate(tmp_path)
    for variable in ("PYTHONHTTPSVERIFY", "CURL_INSECURE", "NODE_TLS_REJECT_UNAUTHORIZED", "SSL_NO_VERIFY"):
        monkeypatch.setenv(variable, "0")
    told, asked = _asked(tls)
    assert "certificate" in told
    assert asked == 0


@pytest.mark.parametrize("version", ["TLSv1", "TLSv1_1"])
def test_old_versions_of_the_protocol_are_refused(version: str, vouched: Path) -> None:
    tls = _certificate(vouched)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        tls.minimum_version = ssl.TLSVersion.TLSv1
        tls.maximum_version = ssl.TLSVersion[version]
        tls.set_ciphers("ALL:@SECLEVEL=0")
    told, asked = _asked(tls)
    assert told != "200"
    assert asked == 0


def test_the_monitor_too_has_to_prove_itself(tmp_path: Path) -> None:
    with Loopback([Reply(b"ok")], tls=_certificate(tmp_path)) as server:
        assert Pinger(Secret(f"{server.url}/secret-check")).start()
        assert not server.asked


def test_no_key_of_config_and_no_line_of_code_turns_verification_off() -> None:
    keys = {f.name for section in SECTIONS.values() for f in fields(section)}  # type: ignore[arg-type]
    assert not [k for k in keys if re.search(r"verif|insecure|skip_tls|self_signed", k)]
    off = re.compile(
        r"verify\s*=\s*False|CERT_NONE|check_hostname\s*=\s*False|_create_unverified|disable_warnings|cert_reqs"
    )
    for package in ("auditor", "connectors", "reports"):
        for path in (ROOT / package).rglob("*.py"):
            assert not off.search(path.read_text(encoding="utf-8")), path.name


def test_doctor_names_every_secret_that_would_travel_unencrypted(tmp_path: Path) -> None:
    with house(tmp_path / "house") as home:
        assert "unencrypted" not in home.auditor("doctor", "--offline").out  # loopback is this machine
        home.set(home.estate.urls["x"], "http://proxy.example/x")
        home.set(
            'transport = "outbox"',
            'transport = "smtp"\nsmtp = { host = "smtp.example", tls = "none", user = "u", password_env = "PW" }',
        )
        home.append('[alerts]\nping_url_env = "PING"')
        home.extra = {"PW": "a-long-password", "PING": "http://monitor.example/secret"}
        said = home.auditor("doctor", "--offline")
        assert said.code == 2
        assert said.out.count("unencrypted") == 2
        assert "plain http" in said.out
        assert "monitor.example" not in said.out


@pytest.mark.parametrize(
    ("address", "variable", "named"),
    [
        ("postgresql+psycopg://u@db.example.ac.uk/a", "", ["db.example.ac.uk"]),
        ("postgresql://u@db.example.ac.uk/a?sslmode=prefer", "verify-full", ["db.example.ac.uk"]),
        ("postgresql+psycopg://u@/a?host=one.example.ac.uk:5432&host=/run/postgresql", "", ["one.example.ac.uk"]),
        ("postgresql+psycopg://u@db.example.ac.uk/a?sslmode=verify-full", "", []),
        ("postgresql+psycopg://u@db.example.ac.uk/a", "require", []),
        ("postgresql+psycopg://u@127.0.0.1/a", "", []),
        ("postgresql+psycopg:///a", "", []),
        ("sqlite:///auditor.db", "", []),
    ],
)
def test_doctor_names_a_database_server_to_which_nothing_insists_on_encryption(
    address: str, variable: str, named: list[str], tmp_path: Path
) -> None:
    with house(tmp_path / "house") as home:
        home.set('url = "sqlite:///auditor.db"', f'url = "{address}"')
        settings = load(home.config, home.environment())
        told = list(open_wires(settings, {**home.environment(), "PGSSLMODE": variable}))
    assert [area for area, _, _ in told] == ["database" for _ in named]
    assert all(f"may travel unencrypted to {host}" in words for host, (_, words, _) in zip(named, told, strict=True))
