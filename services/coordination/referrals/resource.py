"""Referrals over HTTP: where each of them is."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from services.coordination.docket.known_tracks import KnownTracks
from services.coordination.outside.referring import allowed
from services.coordination.outside.schemas import ReferralQuery
from services.coordination.referrals.answers import ReferralPage, WholeReferralAnswer
from services.coordination.referrals.referral import TARGETS
from services.coordination.referrals.saga import ReferralFilter, Referrals
from services.coordination.referrals.view import shown_history, shown_referral
from shared.casework.personal import Sealer
from shared.http.blueprint import DocumentedBlueprint
from shared.http.callers import officer
from shared.http.identity import Identity
from shared.http.paging import page, page_request
from shared.http.problems import not_found
from shared.http.routes import Route, blueprint_of
from shared.http.schemas import load_query
from shared.language import Text
from shared.legal_day import today
from shared.storage.database import Document

_NOT_THERE = Text("没有此移送，或与您的机关无关。", "No such referral, or not your agency's.")


class ReferralsResource:
    """Serves the referrals that the caller's agency sent or is to receive."""

    def __init__(self, referrals: Referrals, sealer: Sealer, tracks: KnownTracks) -> None:
        self._desk = ReferralDesk(referrals, sealer, tracks)

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return blueprint_of(
            "referrals",
            Text("移送与导入", "referrals"),
            Route(
                "GET",
                "/referrals",
                self.list_referrals,
                Text("移送、导入的去向", "where each referral is"),
                ReferralPage,
                query=ReferralQuery,
            ),
            Route(
                "GET",
                "/referrals/<referral_id>",
                self.read_referral,
                Text("一次移送的全过程", "one referral with its history"),
                WholeReferralAnswer,
            ),
        )

    def list_referrals(self) -> Response:
        """List referrals, the latest first."""
        return jsonify(self._desk.page(officer()))

    def read_referral(self, referral_id: str) -> Response:
        """Return one referral with its history."""
        return self._desk.answer(self._desk.visible(referral_id, officer()))


class ReferralDesk:
    """Finds and shows referrals to those whom they concern."""

    def __init__(self, referrals: Referrals, sealer: Sealer, tracks: KnownTracks) -> None:
        self.referrals = referrals
        self.sealer = sealer
        self._tracks = tracks

    def page(self, caller: Identity, *, outside: bool = False) -> dict[str, Any]:
        """Return the page of referrals that the request asks for."""
        asked = load_query(ReferralQuery(), request.args)
        self._tracks.check(asked.get("track"), also=TARGETS)
        wanted = page_request(request.args, sort="offered", key_length=1)
        narrowed = ReferralFilter(
            caller.agency_code,
            state=asked.get("state"),
            track=asked.get("track"),
            other_agency=asked.get("agency"),
            outside=outside,
        )
        found = self.referrals.page(
            narrowed, after=str(wanted.after[0]) if wanted.after else None, size=wanted.limit + 1
        )
        return page(
            found,
            wanted,
            key=lambda each: (each["listed_index"],),
            show=lambda each: shown_referral(each, self.sealer, today()),
        )

    def visible(self, referral_id: str, caller: Identity) -> Document:
        """Return a referral with its history; 404 when it is not there or not theirs."""
        referral = self.referrals.records.get(referral_id)
        if referral is None or caller.agency_code not in referral["agencies"]:
            raise not_found(_NOT_THERE)
        return referral

    def answer(self, referral: Document, status: int = 200) -> Response:
        """Return a referral with its history as the answer to a request."""
        shown = {
            **shown_referral(referral, self.sealer, today()),
            "allowed": allowed(referral),
            "history": shown_history(referral, self.sealer),
        }
        response = jsonify(shown)
        response.status_code = status
        response.headers["Cache-Control"] = "no-store"
        return response
