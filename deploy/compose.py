"""docker-compose.yml: its members follow from the folders that exist: `make compose`."""

from __future__ import annotations

import sys
from pathlib import Path

from deploy.processes import PROCESSES, SERVICES, Process
from shared.house import FOLDER

ROOT = FOLDER.parent
TEMPLATE = ROOT / "deploy" / "images" / "docker-compose.yml"
_MEMBERS, _ADDRESSES = "  # members\n", "# addresses"
_ADDRESS = "{0}=http://{0}-web:8000"


def compose() -> str:
    """Return the file: the template with all members and their addresses."""
    members = "\n".join(
        _member(each) for service in SERVICES for each in PROCESSES if each.service == service
    )
    addresses = ",\\\n    ".join(_ADDRESS.format(service) for service in SERVICES)
    written = TEMPLATE.read_text("utf-8").replace(_MEMBERS, members)
    return written.replace(_ADDRESSES, addresses)


def _member(process: Process) -> str:
    command = ", ".join(f'"{word}"' if "(" in word else word for word in process.arguments)
    return f"""\
  {process.name}:
    <<: *member
    command: [python, {command}]
    environment: {{<<: [*settings, *{process.kind}], CONCORD_SERVICE: {process.service}}}
    volumes: ["./var/production/{process.service}:/run/secrets:ro"]
    healthcheck: *ready
"""


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(compose(), encoding="utf-8")
