"""A virus scanner on another host is reached, and nothing else beyond the closed network is."""

from __future__ import annotations

import io
import os
import re
import shutil
import socket
import socketserver
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.attachments.scanner import ScannerAwayError, scan
from tests.casework.test_paper_scanner import EICAR, Clamd, clamd
from tests.support.events import eventually

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = (ROOT / "deploy" / "images" / "scanner.yml").read_text("utf-8")
OVERRIDE: dict[str, Any] = yaml.safe_load(WRITTEN)
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
FORWARDER: dict[str, Any] = OVERRIDE["services"]["scanner"]


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


@contextmanager
def forwarding(target: str) -> Iterator[str]:
    """Run what the container runs; yield where it listens, as services are told."""
    program = shutil.which(FORWARDER["entrypoint"][0])
    if program is None:
        # `make test` installs no programs; where a change is taken, `.ci/run` demands this one.
        missing = "socat is not installed (apt-get install socat)"
        if os.environ.get("CONCORD_REQUIRE_SOCAT"):
            pytest.fail(missing)
        pytest.skip(missing)
    port = free_port()
    listen, lead = FORWARDER["command"]
    arguments = [
        listen.replace(":3310,", f":{port},bind=127.0.0.1,"),
        re.sub(r"\$\{CLAMD_HOST:\?[^}]*}", target, lead),
    ]
    with subprocess.Popen([program, *arguments]) as running:
        try:
            eventually(lambda: answers(port))
            yield f"tcp://127.0.0.1:{port}"
        finally:
            running.terminate()


def answers(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def test_papers_are_scanned_through_it() -> None:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)
    with clamd(server), forwarding(f"127.0.0.1:{server.server_address[1]}") as address:
        assert scan(address, io.BytesIO(bytes(3_000_000))) is None
        assert scan(address, io.BytesIO(bytes(3_000_000) + EICAR)) == "Eicar-Test-Signature"


def test_while_the_other_host_is_away_so_is_the_scanner() -> None:
    with (
        forwarding(f"127.0.0.1:{free_port()}") as address,
        pytest.raises(ScannerAwayError),
    ):
        scan(address, io.BytesIO(b"x"))


def test_the_forwarder_alone_is_added_and_joins_both_networks() -> None:
    assert OVERRIDE.keys() == {"services"}
    assert OVERRIDE["services"].keys() == {"scanner"}
    assert "scanner" not in COMPOSE["services"]
    assert set(FORWARDER["networks"]) == COMPOSE["networks"].keys()
    assert "ports" not in FORWARDER


def test_it_has_the_least_rights() -> None:
    member = COMPOSE["services"]["petitions-web"]
    for name in ("read_only", "cap_drop", "security_opt", "init"):
        assert FORWARDER[name] == member[name], name
    assert not FORWARDER["user"].startswith("0")
    assert "volumes" not in FORWARDER


def test_services_are_told_to_ask_where_it_listens() -> None:
    page = (ROOT / "docs" / "operators.md").read_text("utf-8")
    port = re.match(r"TCP-LISTEN:(\d+),", FORWARDER["command"][0])

    assert port is not None
    for text in (WRITTEN, page):
        assert f"CLAMD_ADDRESS=tcp://scanner:{port[1]}" in text
        assert "-f docker-compose.yml -f deploy/images/scanner.yml" in text
