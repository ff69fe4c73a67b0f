"""Following what becomes public: when a case tells of it, its service is asked how it stands."""

from __future__ import annotations

from http import HTTPStatus

from services.liaison.public.decisions import Decisions
from shared.casework.case_events import CaseEvent
from shared.events.envelope import Event
from shared.http.client import ServiceClient, ServiceUnavailableError

_TRACK = "reconsideration"
_ADDRESS = "/api/v1/reconsiderations/{}/publication"
_COMMANDS = frozenset({"publish", "withdraw_publication"})


def may_concern_the_public(event_type: str) -> bool:
    """Want the steps of reconsiderations: theirs are the decisions that are published (79¶1)."""
    return event_type.startswith(f"{_TRACK}.")


class Following:
    """
    Keeps the published decisions as their service has them.

    An event carries no text. What is asked for is how the case stands now, so that events may
    be repeated, and one that comes late brings nothing back that was withdrawn since.
    """

    def __init__(self, decisions: Decisions, client: ServiceClient) -> None:
        self._decisions = decisions
        self._client = client

    def record(self, event: Event) -> None:
        """Take in one event; `ServiceUnavailableError` when the service gives no answer."""
        told = CaseEvent.read(event)
        changed = {told.command, told.told_command} | {each["command"] for each in told.gone}
        if not changed & _COMMANDS:
            return
        answer = self._client.request(_TRACK, "GET", _ADDRESS.format(told.case_id))
        if answer.status_code != HTTPStatus.OK:
            raise ServiceUnavailableError(_TRACK)
        self._decisions.record(told.case_id, answer.json())
