"""Referrals to bodies outside over HTTP: made, and moved on by an officer's word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from flask import Response, jsonify

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
from shared.http.blueprint import DocumentedBlueprint, body_of
from shared.http.callers import officer
from shared.http.identity import Identity
from shared.http.problems import Problem, forbidden, invalid
from shared.http.routes import Route, blueprint_of
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
        commands = (
            Route(
                "POST",
                f"/outside-referrals/<referral_id>/{name}",
                self._command(name),
                label,
                WholeReferralAnswer,
                body=schema,
            )
            for name, (schema, _, label) in COMMANDS.items()
        )
        return blueprint_of(
            "outside_referrals",
            Text("移送系统外机构", "referrals to bodies outside"),
            Route(
                "GET",
                "/outside-referrals",
                self.list_outside_referrals,
                Text("移送系统外机构的事项", "what was referred to bodies outside"),
                ReferralPage,
                query=ReferralQuery,
            ),
            Route(
                "GET",
                "/outside-referrals/<referral_id>",
                self.read_outside_referral,
                Text("一次移送的全过程", "one referral with its history"),
                WholeReferralAnswer,
            ),
            Route(
                "POST",
                "/outside-referrals",
                self.refer_outside,
                Text("移送系统外机构", "refer a case to a body outside"),
                WholeReferralAnswer,
                body=NewOutsideReferral,
                statuses=(201,),
                once=True,
            ),
            *commands,
        )

    def list_outside_referrals(self) -> Response:
        """List referrals to the outside, the latest first."""
        return jsonify(self._desk.page(officer(), outside=True))

    def read_outside_referral(self, referral_id: str) -> Response:
        """Return one referral to the outside with its history."""
        return self._desk.answer(self._visible(referral_id, officer()))

    def refer_outside(self) -> Response:
        """Refer a case of the caller's agency to a body of the registry."""
        caller = officer()
        payload = body_of(NewOutsideReferral())
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
            check_same_request(self._desk.visible(referral_id, caller), mark)
        response = self._desk.answer(self._desk.visible(referral_id, caller), 201)
        response.headers["Location"] = f"/api/v1/outside-referrals/{referral_id}"
        return response

    def _command(self, name: str) -> Callable[..., Response]:
        def carry_out(referral_id: str) -> Response:
            return self._carry_out(name, referral_id)

        carry_out.__name__ = f"{name.replace('-', '_')}_outside_referral"
        carry_out.__doc__ = f"{COMMANDS[name][2].en.capitalize()}."
        return carry_out

    def _carry_out(self, name: str, referral_id: str) -> Response:
        caller = officer()
        self._check_may_act(name, self._visible(referral_id, caller), caller)
        self._steps.carry_out(name, referral_id, body_of(COMMANDS[name][0]()), caller)
        return self._desk.answer(self._desk.visible(referral_id, caller))

    def _visible(self, referral_id: str, caller: Identity) -> Document:
        referral = self._desk.visible(referral_id, caller)
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
