"""Referrals to bodies outside over HTTP: made, and moved on by an officer's word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from services.coordination.docket.known_tracks import KnownTracks
from services.coordination.outside.referring import new_referral
from services.coordination.outside.registered_bodies import RegisteredBodies
from services.coordination.outside.schemas import NewOutsideReferral, ReferralQuery
from services.coordination.outside.steps import COMMANDS, OutsideSteps
from services.coordination.referrals.answers import ReferralPage, WholeReferralAnswer
from services.coordination.referrals.referral import OFFERED
from services.coordination.referrals.resource import ReferralDesk
from services.coordination.referrals.saga import Referrals
from services.coordination.requests_once import check_same_request, fingerprint, new_id
from shared.casework.personal import Sealer
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import officer
from shared.http.identity import Identity, current_identity
from shared.http.operations import KEY_PARAMETER, LOCATION
from shared.http.problems import Problem, forbidden, invalid
from shared.language import Text
from shared.legal_day import today
from shared.records.records import RecordEntry, actor_of
from shared.storage.database import Document

FindCase: TypeAlias = Callable[[str], Mapping[str, Any] | None]
_NO_CASE = Text("没有此案，或不由您的机关办理。", "No such case, or not your agency's.")
_NOT_SENDER = Text("只有移送机关可以这样做。", "Only the agency that referred may do this.")
_SENDER_ONLY = frozenset({"name-body", "withdraw"})


class OutsideReferralsResource:
    """Serves referrals that leave the system; who may not report itself is reported on."""

    routes = DocumentedBlueprint(
        "outside_referrals",
        __name__,
        url_prefix=API,
        description="移送系统外机构 referrals to bodies outside",
    )

    def __init__(
        self,
        referrals: Referrals,
        bodies: RegisteredBodies,
        sealer: Sealer,
        find_case: FindCase,
        tracks: KnownTracks,
    ) -> None:
        self._referrals = referrals
        self._sealer = sealer
        self._steps = OutsideSteps(referrals, bodies, sealer)
        self._find_case = find_case
        self._desk = ReferralDesk(referrals, sealer, tracks)

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        routes = self.routes.bound_to(self)
        for name in COMMANDS:
            self._add_command(routes, name)
        return routes

    @routes.get("/outside-referrals")
    @routes.asked_by(officer)
    @routes.arguments(ReferralQuery, location="query")
    @routes.response(200, ReferralPage)
    @routes.doc(summary="移送系统外机构的事项 / what was referred to bodies outside")
    def list_outside_referrals(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """List referrals to the outside, the latest first."""
        return self._desk.page(asked, outside=True)

    @routes.get("/outside-referrals/<referral_id>")
    @routes.asked_by(officer)
    @routes.unstored
    @routes.response(200, WholeReferralAnswer)
    @routes.doc(summary="一次移送的全过程 / one referral with its history")
    def read_outside_referral(self, referral_id: str) -> dict[str, Any]:
        """Return one referral to the outside with its history."""
        return self._desk.shown(self._visible(referral_id))

    @routes.post("/outside-referrals")
    @routes.asked_by(officer)
    @routes.headers(KEY_PARAMETER)
    @routes.arguments(NewOutsideReferral)
    @routes.unstored
    @routes.response(201, WholeReferralAnswer, headers=LOCATION)
    @routes.doc(summary="移送系统外机构 / refer a case to a body outside")
    def refer_outside(
        self, payload: Mapping[str, Any]
    ) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Refer a case of the caller's agency to a body of the registry."""
        caller = current_identity()
        case = self._own_case(payload, caller)
        referral_id, mark = new_id(caller), fingerprint(self._sealer, payload)
        on = payload.get("on") or today()
        texts = {name: payload[name] for name in ("subject", "reason")}
        state = new_referral(
            referral_id,
            case,
            self._steps.body_in_use(payload["body"]),
            on=on,
            policy=self._referrals.policy,
            feedback_due_on=payload.get("feedback_due_on"),
            **self._steps.sealed(referral_id, texts),
            request_mark=mark,
        )
        entry = RecordEntry(OFFERED, on.isoformat(), actor_of(caller))
        if self._referrals.offer(referral_id, state, entry) is None:
            check_same_request(self._desk.visible(referral_id), mark)
        location = {"Location": f"{API}/outside-referrals/{referral_id}"}
        return self._desk.shown(self._desk.visible(referral_id)), 201, location

    def _add_command(self, routes: DocumentedBlueprint, name: str) -> None:
        schema, _, label = COMMANDS[name]
        operation = f"{name.replace('-', '_')}_outside_referral"

        @routes.post(f"/outside-referrals/<referral_id>/{name}")
        @routes.asked_by(officer)
        @routes.arguments(schema)
        @routes.unstored
        @routes.response(200, WholeReferralAnswer)
        @routes.doc(summary=f"{label.zh} / {label.en}", operationId=operation)
        def carry_out(said: dict[str, Any], referral_id: str) -> dict[str, Any]:
            """Move a referral on by what the officer says."""
            caller = current_identity()
            self._check_may_act(name, self._visible(referral_id), caller)
            self._steps.carry_out(name, referral_id, said, caller)
            return self._desk.shown(self._desk.visible(referral_id))

    def _visible(self, referral_id: str) -> Document:
        referral = self._desk.visible(referral_id)
        if not referral["outside"]:
            text = Text("此移送由接收程序的案件办理。", "This one is moved on by its own case.")
            raise Problem(409, "command-not-allowed", text, allowed=[])
        return referral

    def _check_may_act(self, name: str, referral: Document, caller: Identity) -> None:
        sender = (referral["from"]["agency"] or {}).get("code")
        if caller.agency_code != sender and name in _SENDER_ONLY:
            raise forbidden(_NOT_SENDER)

    def _own_case(self, payload: Mapping[str, Any], caller: Identity) -> Mapping[str, Any]:
        case = self._find_case(payload["case_id"])
        handles = case is not None and (case["agency"] or {}).get("code") == caller.agency_code
        if case is None or not handles or case["track"] != payload["track"]:
            raise invalid({"case_id": [_NO_CASE]})
        return case
