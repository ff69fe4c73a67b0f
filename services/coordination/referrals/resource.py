"""Referrals over HTTP: where each of them is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.coordination.docket.known_tracks import KnownTracks
from services.coordination.outside.referring import allowed
from services.coordination.outside.schemas import ReferralQuery
from services.coordination.referrals.answers import ReferralPage, WholeReferralAnswer
from services.coordination.referrals.referral import TARGETS
from services.coordination.referrals.saga import ReferralFilter, Referrals
from services.coordination.referrals.view import shown_history, shown_referral
from shared.casework.personal import Sealer
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import officer
from shared.http.identity import current_identity
from shared.http.paging import page_read
from shared.http.problems import not_found
from shared.language import Text
from shared.legal_day import today
from shared.storage.database import Document

_NOT_THERE = Text("没有此移送，或与您的机关无关。", "No such referral, or not your agency's.")


class ReferralsResource:
    """Serves the referrals that the caller's agency sent or is to receive."""

    routes = DocumentedBlueprint(
        "referrals", __name__, url_prefix=API, description="移送与导入 referrals"
    )

    def __init__(self, referrals: Referrals, sealer: Sealer, tracks: KnownTracks) -> None:
        self._desk = ReferralDesk(referrals, sealer, tracks)

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.get("/referrals")
    @routes.asked_by(officer)
    @routes.arguments(ReferralQuery, location="query")
    @routes.response(200, ReferralPage)
    @routes.doc(summary="移送、导入的去向 / where each referral is")
    def list_referrals(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """List referrals, the latest first."""
        return self._desk.page(asked)

    @routes.get("/referrals/<referral_id>")
    @routes.asked_by(officer)
    @routes.unstored
    @routes.response(200, WholeReferralAnswer)
    @routes.doc(summary="一次移送的全过程 / one referral with its history")
    def read_referral(self, referral_id: str) -> dict[str, Any]:
        """Return one referral with its history."""
        return self._desk.shown(self._desk.visible(referral_id))


class ReferralDesk:
    """Finds and shows referrals to those whom they concern."""

    def __init__(self, referrals: Referrals, sealer: Sealer, tracks: KnownTracks) -> None:
        self.referrals = referrals
        self.sealer = sealer
        self._tracks = tracks

    def page(self, asked: Mapping[str, Any], *, outside: bool = False) -> dict[str, Any]:
        """Return the page that the officer asks for."""
        self._tracks.check(asked.get("track"), also=TARGETS)
        narrowed = ReferralFilter(
            current_identity().agency_code,
            state=asked.get("state"),
            track=asked.get("track"),
            other_agency=asked.get("agency"),
            outside=outside,
        )
        return page_read(
            asked,
            "offered",
            lambda after, size: self.referrals.page(narrowed, after=after, size=size),
            key=lambda each: str(each["listed_index"]),
            show=lambda each: shown_referral(each, self.sealer, today()),
        )

    def visible(self, referral_id: str) -> Document:
        """Return a referral with its history; 404 when it is not there or not the officer's."""
        referral = self.referrals.records.get(referral_id)
        if referral is None or current_identity().agency_code not in referral["agencies"]:
            raise not_found(_NOT_THERE)
        return referral

    def shown(self, referral: Document) -> dict[str, Any]:
        """Return a referral with its history as it is answered."""
        return {
            **shown_referral(referral, self.sealer, today()),
            "allowed": allowed(referral),
            "history": shown_history(referral, self.sealer),
        }
