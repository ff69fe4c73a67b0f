"""docker-compose.yml: its members follow from the folders that exist: `make compose`."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path

from deploy.processes import PROCESSES, SERVICES, Process
from deploy.settings_page import CASEWORK_VARIABLES
from services.coordination.settings import CoordinationSettings
from services.liaison.webhooks.settings import WebhookSettings
from shared.attachments.hall_settings import HallFileSettings
from shared.attachments.settings import AttachmentSettings
from shared.house import FOLDER, other_services
from shared.http.partner_settings import PartnerSettings

ROOT = FOLDER.parent
TEMPLATE = ROOT / "deploy" / "images" / "docker-compose.yml"
_MEMBERS, _ADDRESSES, _POLICY = "  # members\n", "# addresses", "  # policy"
_OUTWARD = "    networks: [inside, outside]\n"
_ROOM = "    tmpfs: *room\n"
_ADDRESS = "{0}=http://{0}-web:8000"


def compose() -> str:
    """Return the file: the template with all members and their addresses."""
    members = "\n".join(
        _member(each) for service in SERVICES for each in PROCESSES if each.service == service
    )
    policy = "\n".join(f"  {name}:" for name in handed_on())
    addresses = ",\\\n    ".join(_ADDRESS.format(service) for service in SERVICES)
    written = TEMPLATE.read_text("utf-8").replace(_MEMBERS, members)
    return written.replace(_ADDRESSES, addresses).replace(_POLICY, policy)


def handed_on() -> tuple[str, ...]:
    """Return the settings that every container is given where they are set around it."""
    groups = (
        CoordinationSettings,
        WebhookSettings,
        PartnerSettings,
        AttachmentSettings,
        HallFileSettings,
    )
    declared = (each.metadata["variable"] for group in groups for each in fields(group))
    return ("LOG_LEVEL", "PROXY_HOPS", *declared, *(each.name for each in CASEWORK_VARIABLES))


def _member(process: Process) -> str:
    command = ", ".join(f'"{word}"' if "(" in word else word for word in process.arguments)
    profile = next((each for each in other_services() if each.service == process.service), None)
    own = "".join(f", {name}: null" for name in (profile.own_settings if profile else ()))
    outside = profile is not None and process.kind in profile.calls_outside
    shared = f"[*settings, *policy, *{process.kind}]"
    return f"""\
  {process.name}:
    <<: *member
    command: [python, {command}]
    environment: {{<<: {shared}, CONCORD_SERVICE: {process.service}{own}}}
    volumes: ["./var/production/{process.service}:/run/secrets:ro"]
{_ROOM if process.kind == "web" else ""}\
{_OUTWARD if outside else ""}\
    healthcheck: *ready
"""


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(compose(), encoding="utf-8")
