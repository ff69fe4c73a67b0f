"""Where no message ever goes, whatever a URL looks like and whatever its name resolves to."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

import pytest

from services.liaison.webhooks.addresses import (
    AddressError,
    UnknownHostError,
    WebAddress,
    is_public,
    place_to_connect,
    resolved,
)
from services.liaison.webhooks.settings import WebhookSettings
from shared.http.settings import SettingsError

NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104  (listed to be refused)
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.170",
    "192.0.2.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::a9fe:a9fe",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]
PUBLIC = ["8.8.8.8", "172.32.0.1", "100.63.255.255", "2001:4860:4860::8888", "2400:3200::1"]
MISLEADING = [
    "http://example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://example.org/",
    "javascript:alert(1)",
    "//example.org/",
    "example.org",
    "https://",
    "https:///path",
    "https://user@example.org/",
    "https://user:word@example.org/",
    "https://example.org@127.0.0.1/",
    "https://example.org#@127.0.0.1/",
    "https://example.org/#part",
    "https://example.org\\@127.0.0.1/",
    "https://exa mple.org/",
    "https://example.org/\r\nHost: inside",
    "https://example.org:0/",
    "https://example.org:99999/",
    "https://example.org:port/",
    "https://[::1/",
    "https://[v1.x]/",
    "https://-example.org/",
    "https://①②⑦.0.0.1/",
    "https://example。org/",
    "https://example.org/" + "a" * 500,
]
# Every spelling of loopback that a resolver of the machine understands.
LOOPBACK = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://0/",
    "https://localhost/",
    "https://localhost./",
    "https://LOCALHOST/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[0:0:0:0:0:ffff:7f00:1]/",
]


def answering(*addresses: str) -> Callable[[str, int], list[str]]:
    return lambda _host, _port: list(addresses)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_what_is_not_of_the_open_internet_is_refused(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    with pytest.raises(AddressError):
        place_to_connect(WebAddress.read("https://a.example/"), frozenset(), answering(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_is_connected_to_by_its_number(address: str) -> None:
    asked = WebAddress.read("https://a.example/")

    assert place_to_connect(asked, frozenset(), answering(address)) == address


@pytest.mark.parametrize("url", MISLEADING)
def test_a_misleading_url_is_refused(url: str) -> None:
    with pytest.raises(AddressError):
        place_to_connect(WebAddress.read(url), frozenset(), answering("8.8.8.8"))


@pytest.mark.parametrize("url", LOOPBACK)
def test_no_spelling_of_loopback_passes_the_resolver_of_the_machine(url: str) -> None:
    with pytest.raises(AddressError):
        place_to_connect(WebAddress.read(url), frozenset(), resolved)


def test_one_private_address_among_public_ones_spoils_the_name() -> None:
    asked = WebAddress.read("https://a.example/")

    with pytest.raises(AddressError):
        place_to_connect(asked, frozenset(), answering("8.8.8.8", "10.0.0.1"))


def test_a_name_without_an_address_is_unknown() -> None:
    def none_there(_host: str, _port: int) -> list[str]:
        raise OSError("no such name")

    for resolve in (none_there, answering()):
        with pytest.raises(UnknownHostError):
            place_to_connect(WebAddress.read("https://a.example/"), frozenset(), resolve)


@pytest.mark.parametrize(
    ("url", "address", "allowed"),
    [
        ("https://court.gov.example/", "10.1.2.3", True),
        ("https://court.gov.example:8443/", "10.1.2.3", False),
        ("https://other.gov.example/", "10.1.2.3", False),
        ("http://court.gov.example:443/", "10.1.2.3", False),
        ("http://127.0.0.1:9000/", "127.0.0.1", True),
        ("http://127.0.0.1:9001/", "127.0.0.1", False),
        ("http://court.gov.example:443/", "127.0.0.1", True),
    ],
)
def test_a_closed_network_names_its_hosts(url: str, address: str, *, allowed: bool) -> None:
    hosts = frozenset({"court.gov.example:443", "127.0.0.1:9000"})
    asked = WebAddress.read(url)

    if allowed:
        assert place_to_connect(asked, hosts, answering(address)) == address
    else:
        with pytest.raises(AddressError):
            place_to_connect(asked, hosts, answering(address))


def test_the_setting_is_a_list_of_hosts_with_ports() -> None:
    written = {"WEBHOOK_ALLOWED_HOSTS": " Court.gov.example:443, [::1]:9000 ,"}

    found = WebhookSettings.from_environment(written)

    assert found.allowed_hosts == {"court.gov.example:443", "[::1]:9000"}
    assert WebhookSettings.from_environment({}).allowed_hosts == frozenset()


@pytest.mark.parametrize("entry", ["court.gov.example", "https://court:443", "10.0.0.0/8", "a:b"])
def test_an_entry_that_is_no_host_with_port_stops_the_start(entry: str) -> None:
    with pytest.raises(SettingsError, match="WEBHOOK_ALLOWED_HOSTS"):
        WebhookSettings.from_environment({"WEBHOOK_ALLOWED_HOSTS": entry})
