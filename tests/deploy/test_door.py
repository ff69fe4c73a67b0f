"""Beyond this machine nothing crosses in clear: a certificate is made, given, or a proxy has it."""

from __future__ import annotations

import hashlib
import os
import re
import ssl
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
import requests
from cryptography import x509

from deploy.certificates import CertificateError, check_given, fingerprint, own_certificate
from deploy.demo.installation import running_on
from deploy.door import Door, OpenDoorError
from deploy.embedded.stack import Stack, describe
from deploy.processes import GATEWAY, PROCESSES
from tests.deploy.launching import a_launcher

ROOT = Path(__file__).resolve().parents[2]
EVERYWHERE = str(IPv4Address(0))
NAMES = ("192.0.2.7", "127.0.0.1", "localhost", "office")
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def _certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_a_certificate_is_made_once_for_every_name_and_its_key_is_the_owners_alone(
    tmp_path: Path,
) -> None:
    certificate, key = own_certificate(tmp_path, NAMES, NOW)
    first = certificate.read_bytes()

    held = _certificate(certificate).extensions.get_extension_for_class(x509.SubjectAlternativeName)
    assert held.value.get_values_for_type(x509.DNSName) == ["localhost", "office"]
    assert [str(ip) for ip in held.value.get_values_for_type(x509.IPAddress)] == [
        "192.0.2.7",
        "127.0.0.1",
    ]
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    own_certificate(tmp_path, NAMES[1:], NOW + timedelta(days=100))
    assert certificate.read_bytes() == first


@pytest.mark.parametrize(
    ("names", "days"), [(NAMES, 397 - 60), ((*NAMES, "192.0.2.8"), 1)], ids=["ends", "moved"]
)
def test_a_certificate_that_ends_soon_or_lacks_a_name_is_made_anew(
    tmp_path: Path, names: tuple[str, ...], days: int
) -> None:
    certificate, key = own_certificate(tmp_path, NAMES, NOW)
    first = fingerprint(certificate)

    later = NOW + timedelta(days=days)
    own_certificate(tmp_path, names, later)

    assert fingerprint(certificate) != first
    check_given(certificate, key, later + timedelta(days=300))


def test_a_given_certificate_is_looked_at_before_it_is_used(tmp_path: Path) -> None:
    certificate, key = own_certificate(tmp_path / "a", NAMES, NOW)
    _, other_key = own_certificate(tmp_path / "b", NAMES, NOW)

    for wrong, said in (
        ((certificate, other_key), "not that of the certificate"),
        ((certificate, tmp_path / "missing"), "cannot be read"),
        ((key, key), "no PEM"),
    ):
        with pytest.raises(CertificateError, match=said):
            check_given(*wrong, NOW)
    with pytest.raises(CertificateError, match="ended on"):
        check_given(certificate, key, NOW + timedelta(days=398))


@pytest.mark.parametrize(
    ("host", "is_open"),
    [("127.0.0.1", False), ("::1", False), ("localhost", False), (EVERYWHERE, True), ("::", True)],
)
def test_it_is_known_whether_other_machines_reach_an_address(host: str, is_open: bool) -> None:
    assert Door(host).is_open == is_open


def test_an_open_door_needs_a_certificate_or_a_proxy() -> None:
    with pytest.raises(OpenDoorError, match="TLS_BY_PROXY=1"):
        Door.from_environment({"BIND_HOST": EVERYWHERE}).check()

    Door.from_environment({"BIND_HOST": EVERYWHERE, "TLS_BY_PROXY": "1"}).check()
    Door.from_environment({}).check()


def test_gunicorn_does_not_serve_the_gateway_in_clear_beyond_this_machine() -> None:
    environment = {
        **os.environ,
        "CONCORD_SERVICE": "gateway",
        "BIND_HOST": EVERYWHERE,
        "PORT": "1",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "x:app"]
    done = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode != 0
    assert "plain HTTP on 0.0.0.0 is refused" in done.stderr
    assert "Traceback" not in done.stderr


def test_beyond_this_machine_an_officer_signs_in_over_tls(tmp_path: Path) -> None:
    gateway = [each for each in PROCESSES if each.service == GATEWAY]
    with Stack(tmp_path, processes=gateway, door=Door(EVERYWHERE)) as stack:
        assert stack.address.startswith("https://")
        certificate = stack.door.certificate
        assert certificate is not None
        seen = ssl.get_server_certificate(("127.0.0.1", stack.ports.gateway))
        digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(seen)).hexdigest().upper()
        assert fingerprint(certificate).replace(":", "") == digest
        with pytest.raises(requests.ConnectionError):
            requests.get(f"http://127.0.0.1:{stack.ports.gateway}/healthz", timeout=60)

        for host in ("127.0.0.1", "localhost"):
            address = f"https://{host}:{stack.ports.gateway}"
            with requests.Session() as browser:
                browser.trust_env = False
                browser.verify = str(certificate)
                page = browser.get(f"{address}/sign-in", timeout=30).text
                token = re.search(r'name="csrf_token" value="([^"]+)"', page)
                assert token is not None
                form = {"csrf_token": token[1], "username": "mediator", "password": "x"}
                answer = browser.post(
                    f"{address}/sign-in", data=form, headers={"Origin": address}, timeout=30
                )
                assert (answer.status_code, "口令不正确" in answer.text) == (422, True)
        (tmp_path / "run.json").write_text(describe(stack))
        found = running_on(tmp_path)
        assert found is not None
        assert found.certificate == certificate


def test_the_launcher_refuses_half_a_certificate_and_a_wrong_one(tmp_path: Path) -> None:
    certificate, _ = own_certificate(tmp_path / "a", NAMES)
    _, other_key = own_certificate(tmp_path / "b", NAMES)
    half = {"TLS_CERTIFICATE": str(certificate)}
    wrong = half | {"TLS_KEY": str(other_key)}

    for given, said in ((half, "TLS_KEY"), (wrong, "is not that of the certificate")):
        with a_launcher(tmp_path / "var", 0, CONCORD_HOST=EVERYWHERE, **given) as refused:
            assert refused.process.wait(120) == 1
        assert said in refused.text
        assert "Traceback" not in refused.text
