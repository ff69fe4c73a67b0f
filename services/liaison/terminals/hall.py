"""The hall: what terminals, the public and the officer at the desk meet at."""

from __future__ import annotations

from dataclasses import dataclass

from services.liaison.assembly import Liaison
from services.liaison.terminals.corrections import Corrections
from services.liaison.terminals.intake import Intake
from services.liaison.terminals.keys import HallKeys
from services.liaison.terminals.receipts import Receipts
from services.liaison.terminals.terminals import Terminals


@dataclass(frozen=True, slots=True)
class Hall:
    """The registered terminals, what they handed in, and how it is asked for."""

    terminals: Terminals
    intake: Intake
    receipts: Receipts
    corrections: Corrections
    keys: HallKeys


def hall_on(liaison: Liaison) -> Hall:
    """Return the hall of an installation; `SecretError` without its keys."""
    database, client, keys = liaison.database, liaison.client, HallKeys.of(liaison.secrets)
    return Hall(
        Terminals(database),
        Intake(database, keys, client),
        Receipts(database, keys, client),
        Corrections(database, keys),
        keys,
    )
