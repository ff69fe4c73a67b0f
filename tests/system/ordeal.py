"""The one fault run for any installation: load, faults, healing, draining, counting."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from deploy.embedded.stack import Stack
from tests.support.stack import Officers, databases_of, memory_megabytes
from tests.system.faults import Broker, Faults
from tests.system.invariants import Installation, Progress, settle
from tests.system.load import Office

SEED = int(os.environ.get("CONCORD_FAULT_SEED", "20261122"))
Choose = Callable[[Faults], list[Callable[[], str]]]


@dataclass(frozen=True)
class Ordeal:
    """What happened, and what does not hold afterwards."""

    summary: str
    wrongs: list[str]


def endured(stack: Stack, broker: Broker, officers: Officers, choose: Choose) -> Ordeal:
    """Let the chosen faults happen under load; return what is wrong once all is quiet again."""
    begun = time.monotonic()
    with Office(officers, SEED) as office:
        faults = Faults(stack, broker, office.ledger, SEED)
        faults.bring_about(choose(faults))
        healed = time.monotonic()
        _close(office, stack)
    with databases_of(stack) as client:
        settle(client)
        drained = time.monotonic() - healed
        installation = Installation.read(client, stack.secrets)
    wrongs = [*office.ledger.wrongs(installation), *installation.wrongs()]
    summary = [
        f"seed {SEED}: {len(office.ledger.acknowledged)} commands acknowledged in "
        f"{healed - begun:.0f} s, {office.referrals()} referrals, "
        f"{sum(map(len, installation.logs.values()))} events",
        f"faults: {', '.join(faults.done)}",
        f"sent again: {dict(office.ledger.repeats)}; restarts: {dict(faults.restarts())}",
        f"drained in {drained:.1f} s; memory {memory_megabytes(stack):.0f} MB",
    ]
    return Ordeal("\n".join(summary), wrongs)


def _close(office: Office, stack: Stack) -> None:
    """Let the officers finish; when they cannot, say what the installation is waiting for."""
    try:
        office.close()
    except AssertionError as error:
        with databases_of(stack) as client:
            raise AssertionError(f"{error}; {Progress(client).unsettled()}") from error
