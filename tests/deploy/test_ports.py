"""Ports are taken and held for one installation, or their owner is named."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from deploy.embedded import ports
from deploy.embedded.ports import (
    HOST,
    INTERNAL_PORTS,
    HeldPort,
    PortDeniedError,
    Ports,
    PortTakenError,
    private_ports,
    standard_ports,
)
from deploy.processes import GATEWAY, PROCESSES

INSIDE = len([each for each in PROCESSES if each.service != GATEWAY]) + len(("database", "bus"))
"""How many ports an installation has beside that of its gateway."""


@contextmanager
def listening_on(port: int, host: str = HOST) -> Iterator[None]:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((host, port))
        server.listen()
        yield


FIRST_FOR_ALL = int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text())
# The last port that not every user may have. Which one that is the machine decides: 80, say, is
# open to all on many. Where it is 0 all are open, for port 0 is none: it asks for any.
LAST_KEPT = max(FIRST_FOR_ALL - 1, 0)
NOBODY = 65534


def said_to_nobody(port: int) -> str:
    """Return how a port is refused to a user without rights, in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        if os.getuid() == 0:
            os.setuid(NOBODY)
        try:
            standard_ports(port)
        except (PortDeniedError, PortTakenError) as error:
            os.write(writing, error.text.en.encode())
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as said:
        text = said.read().decode()
    os.waitpid(child, 0)
    return text


@pytest.mark.skipif(LAST_KEPT == 0, reason="here every user may have every port")
def test_a_port_that_the_user_may_not_have_is_not_called_taken() -> None:
    assert f"may not use port {LAST_KEPT} " in said_to_nobody(LAST_KEPT)


@contextmanager
def releasing(chosen: Ports) -> Iterator[Ports]:
    try:
        yield chosen
    finally:
        chosen.release()


def every(chosen: Ports) -> list[int]:
    parts = (*chosen.services.values(), *chosen.workers.values())
    return [chosen.gateway, chosen.database, chosen.bus, *parts]


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104 - the point of the test
def test_a_taken_port_is_named_with_its_owner_and_the_way_out(free_port: int, host: str) -> None:
    with listening_on(free_port, host), pytest.raises(PortTakenError) as refusal:
        ports.hold_patiently(free_port, patience_seconds=0)

    text = refusal.value.text
    for said in (text.zh, text.en):
        assert str(free_port) in said
        assert f"pid {os.getpid()}" in said
        assert "PORT=" in said
        assert "--port" in said


def test_a_port_that_another_launcher_holds_is_taken_before_anybody_listens(free_port: int) -> None:
    held = HeldPort(free_port)
    with pytest.raises(PortTakenError, match=f"pid {os.getpid()}"):
        ports.hold_patiently(free_port, patience_seconds=0)

    held.release()
    ports.hold_patiently(free_port, patience_seconds=0).release()


def test_a_held_port_refuses_callers_until_a_child_listens_there_again_and_again(
    free_port: int,
) -> None:
    held = HeldPort(free_port)
    for _ in range(2):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((HOST, free_port))
        with listening_on(free_port), closing(socket.create_connection((HOST, free_port))):
            pass
    held.release()


def test_a_port_that_its_last_owner_is_leaving_is_waited_for(free_port: int) -> None:
    leaving = (
        "import socket, sys, time; s = socket.create_server(('127.0.0.1', int(sys.argv[1])));"
        "print(flush=True); time.sleep(0.3)"
    )
    command = [sys.executable, "-c", leaving, str(free_port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as predecessor:
        assert predecessor.stdout is not None
        predecessor.stdout.readline()
        with pytest.raises(PortTakenError):
            HeldPort(free_port)

        ports.hold_patiently(free_port, patience_seconds=60).release()


def test_internal_ports_step_around_those_in_use(free_port: int) -> None:
    with releasing(standard_ports(free_port)) as first:
        taken = set(every(first)) - {free_port}
    with listening_on(min(taken)), releasing(standard_ports(free_port)) as chosen:
        inside = set(every(chosen)) - {free_port}

    assert min(taken) not in inside
    assert len(inside) == INSIDE
    assert inside < set(INTERNAL_PORTS)


def test_launchers_that_choose_in_the_same_moment_choose_different_ports() -> None:
    command = (
        "from deploy.embedded.ports import standard_ports, private_port\n"
        "door = private_port(); door.release(); ports = standard_ports(door.number)\n"
        "print(*ports.services.values(), *ports.workers.values(), ports.database, ports.bus,"
        " flush=True); input()"
    )
    launchers = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    said = [launcher.stdout.readline() for launcher in launchers if launcher.stdout]
    for launcher in launchers:
        launcher.communicate("\n")

    numbers = " ".join(said).split()
    assert len(numbers) == len(set(numbers)) == 3 * INSIDE


def test_private_installations_do_not_share_a_port_with_outgoing_connections() -> None:
    with open("/proc/sys/net/ipv4/ip_local_port_range", encoding="ascii") as setting:
        first_ephemeral = int(setting.read().split()[0])

    with releasing(private_ports()) as chosen:
        assert len(set(every(chosen))) == 1 + INSIDE
        assert max(every(chosen)) < first_ephemeral
