"""Ports are found free, or their owner is named."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from deploy.embedded import ports
from deploy.embedded.ports import INTERNAL_PORTS, PortTakenError, private_ports, standard_ports


@contextmanager
def listening_on(port: int, host: str = "127.0.0.1") -> Iterator[None]:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((host, port))
        server.listen()
        yield


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104 - the point of the test
def test_a_taken_port_is_named_with_its_owner_and_the_way_out(free_port: int, host: str) -> None:
    with listening_on(free_port, host), pytest.raises(PortTakenError) as refusal:
        ports.require_free(free_port, patience_seconds=0)

    text = refusal.value.text
    for said in (text.zh, text.en):
        assert str(free_port) in said
        assert f"pid {os.getpid()}" in said
        assert "PORT=" in said
        assert "--port" in said


def test_a_port_that_its_last_owner_is_leaving_is_waited_for(free_port: int) -> None:
    leaving = (
        "import socket, sys, time; s = socket.create_server(('127.0.0.1', int(sys.argv[1])));"
        "print(flush=True); time.sleep(0.3)"
    )
    command = [sys.executable, "-c", leaving, str(free_port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as predecessor:
        assert predecessor.stdout is not None
        predecessor.stdout.readline()
        assert not ports.is_free(free_port)

        ports.require_free(free_port, patience_seconds=10)


def test_internal_ports_step_around_those_in_use(free_port: int) -> None:
    expected = next(port for port in INTERNAL_PORTS if ports.is_free(port))
    with listening_on(expected):
        chosen = standard_ports(free_port)

    inside = [*chosen.services.values(), chosen.database, chosen.bus]
    assert expected not in inside
    assert len(set(inside)) == 7
    assert set(inside) < set(INTERNAL_PORTS)
    assert chosen.gateway == free_port


def test_private_installations_do_not_share_a_port_with_outgoing_connections() -> None:
    with open("/proc/sys/net/ipv4/ip_local_port_range", encoding="ascii") as setting:
        first_ephemeral = int(setting.read().split()[0])

    chosen = private_ports()
    every = [chosen.gateway, chosen.database, chosen.bus, *chosen.services.values()]
    assert len(set(every)) == 8
    assert max(every) < first_ephemeral
