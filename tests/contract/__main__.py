"""Write the examples of what the tracks tell anew: `python -m tests.contract`."""

from __future__ import annotations

import uuid

from shared.casework.step_contracts import step_contracts
from tests.contract.examples import chosen, write
from tests.contract.leading import TRACKS, told_by
from tests.support.database import connected
from tests.support.servers import EmbeddedDatabase


def main() -> None:
    """Lead the courses of all tracks on a database of their own."""
    with EmbeddedDatabase() as server, connected(server.url) as client:
        for track in TRACKS:
            procedure = track.track().procedure
            told = told_by(track, client[f"courses_{uuid.uuid4().hex}"])
            write(track.__name__.rpartition(".")[2], chosen(told, step_contracts(procedure)))


if __name__ == "__main__":
    main()
