"""What the doors of partners share: a notice has its effect once, in the name of who sent it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import requests
import structlog

from services.liaison.partners.addressees import Addressee
from services.liaison.partners.answers import in_the_senders_language
from services.liaison.partners.partners import Partners
from services.liaison.partners.signatures import SignedMessage, Speaker, Speakers
from services.liaison.partners.taken_notices import TakenNotices, content_of
from shared.http.client import ServiceClient
from shared.http.passing_on import checked
from shared.storage.database import Database

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PartnerOrder:
    """
    One command for one service.

    One that opens a case carries `once`, the same for the same number of the sender at an agency.
    """

    service: str
    path: str
    payload: Mapping[str, Any]
    once: str | None = None


class Door:
    """Proves who speaks, takes each notice once, and hands its order to the service concerned."""

    def __init__(self, database: Database, partners: Partners, client: ServiceClient) -> None:
        self.speakers = Speakers(partners)
        self.client = client
        self._taken = TakenNotices(database)

    def take(
        self,
        message: SignedMessage,
        notice: Mapping[str, Any],
        speaker: Speaker,
        carry_out: Callable[[str], Mapping[str, Any]],
    ) -> Mapping[str, Any]:
        """
        Return what `carry_out` returns, and the same for the same notice again.

        It is given what stands for all that the notice says; what it raises leaves nothing behind.
        """
        what = content_of(notice)
        answer = self._taken.answer_to(message, what, speaker)
        if answer is None:
            answer = carry_out(what)
            self._taken.remember(message, what, speaker, answer)
            _log.info(
                "partner_notice_taken",
                kind=speaker.kind,
                type=notice["type"],
                id=answer["id"],
                recorded=answer["recorded"],
            )
        return answer

    def send(
        self, order: PartnerOrder, agency: Addressee, speaker: Speaker, what: str
    ) -> requests.Response:
        """Return what a service answers to an order, also a refusal; `what` is what was said."""
        answer = self.client.request(
            order.service,
            "POST",
            order.path,
            identity=agency.as_seen_by(speaker),
            json=order.payload,
            headers={"Idempotency-Key": order.once or what, **in_the_senders_language()},
        )
        return checked(order.service, answer)
