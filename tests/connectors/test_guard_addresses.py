from __future__ import annotations

import contextlib
import ipaddress
import json
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from auditor.errors import PlatformError
from auditor.model import Trouble
from connectors._guard import Guard, is_public

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hostile" / "gen-ssrf-urls.json"


def leading_to(*addresses: str) -> Any:
    def resolve(_host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET6 if ":" in a else socket.AF_INET, 1, 6, "", (a, port)) for a in addresses]

    return resolve


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.0.192",
        "192.88.99.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "0.0.0.0", "168.63.129.16", "::", "::1",
        "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::",
        "2002:c0a8:101::1", "2001::1", "2001:db8::1", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "100::1",
    ],
)
def test_addresses_of_private_and_special_networks_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f::1", "64:ff9b::808:808", "2002:808:808::1"])
def test_addresses_of_the_open_internet_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://0/", "ftp://a.example/",
        "javascript:alert(1)", "//a.example/", "http:a.example", "http:///a.example", "http://user@a.example/",
        "http://a.example\\@b.example/", "http://a.example:22/", "http://a.example:99999/", "http://a.example:x/",
        "http://a b.example/", "http://a.example/\r\nX: 1", "http://a\t.example/", "http://[fe80::1%25eth0]/", "http://[::1/",
        "http://a..example/", "http://-a.example/", "http://%31.example/", "http://" + "a" * 64 + ".example/", "", "nothing",
    ],
)
def test_odd_addresses_are_refused_unread(url: str) -> None:
    with pytest.raises(PlatformError) as caught:
        Guard().check_url(url)
    assert caught.value.trouble is Trouble.REFUSED


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("HTTPS://A.Example:443", "https://a.example/"),
        ("http://a.example.:80/x?y=1#part", "http://a.example/x?y=1"),
        ("http://ⓐ.example/", "http://a.example/"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/ä"),
        ("http://[2606:2800:21F::1]/", "http://[2606:2800:21f::1]/"),
    ],
)
def test_sound_addresses_get_one_spelling(url: str, clean: str) -> None:
    assert Guard().check_url(url) == clean


def test_letters_and_stops_in_disguise_are_seen_through() -> None:
    for url in ("http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "http://127。0。0。1/"):
        host = urlsplit(Guard().check_url(url)).hostname or ""
        with pytest.raises(PlatformError):
            Guard().addresses(host, 80)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    guard = Guard(resolve=leading_to("93.184.215.14", "10.0.0.7"))
    with pytest.raises(PlatformError):
        guard.addresses("mixed.example", 443)


def test_a_host_that_config_allows_may_be_private_on_any_port_but_no_other_may() -> None:
    guard = Guard(("Blog.Internal", "[::1]"), resolve=leading_to("10.0.0.7"))
    assert guard.check_url("http://blog.internal:8080/feed") == "http://blog.internal:8080/feed"
    assert guard.addresses("blog.internal", 8080) == [(socket.AF_INET, ("10.0.0.7", 8080))]
    assert guard.check_url("http://[::1]:9/") == "http://[::1]:9/"
    for other in ("x.blog.internal", "internal"):
        with pytest.raises(PlatformError):
            guard.addresses(other, 443)
        with pytest.raises(PlatformError):
            guard.check_url(f"http://{other}:8080/")


def test_the_collected_hostile_addresses_lead_nowhere() -> None:
    if not SHARED.exists():
        pytest.skip("needs ../shared/data/hostile beside the checkout")
    names = {"metadata.google.internal", "xn--80ak6aa92e.com"}  # judged when they resolve
    guard = Guard()
    for url in json.loads(SHARED.read_text(encoding="utf-8")):
        with contextlib.suppress(PlatformError):
            host = urlsplit(guard.check_url(url)).hostname or ""
            if host not in names:
                guard.addresses(host, 80)
                pytest.fail(f"{url!r} came through")
