"""The page of a matter: all tracks of one dispute, and what officers decide of it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from flask import Response, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import current_officer
from gateway.web.asking import ServiceRefusal, Services
from gateway.web.axis import axis_of
from gateway.web.catalogue import gettext as _
from gateway.web.people import (
    HOLD_APART,
    MERGE,
    SPLIT,
    PersonDecision,
    lacks,
    outcome_of,
    people_of,
)
from gateway.web.proposals import open_proposals
from gateway.web.rights import said_once
from gateway.web.routes import PageRoutes
from gateway.web.tracks import BY_CODE, tracks_of
from shared.casework.official_numbers import same_number
from shared.casework.search_question import LONGEST_QUESTION
from shared.casework.vocabulary import PARTY_ROLES
from shared.http.problems import Problem
from shared.legal_day import today

COORDINATION = "coordination"
_SEE_OTHER = 303
_LOOKED_AT = 50  # cases that name the number, of which one has it as its own
_DECISIONS = frozenset({"link", "unlink", "refuse", "resolve"})


def matter_with_timeline(services: Services, matter_id: str) -> dict[str, Any]:
    """Return the matter as its service answers it, with every dated fact under `timeline`."""
    path = f"/matters/{quote(matter_id, safe='')}"
    matter = services.get(COORDINATION, path)
    timeline = services.get(COORDINATION, f"{path}/timeline")
    return {**matter, "timeline": timeline["items"]}


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the page of a matter, and where its decisions are posted."""

    def matter_page(matter_id: str) -> Response:
        return _page(services, matter_id)

    def decide(matter_id: str, decision: str) -> AnyResponse:
        if decision not in _DECISIONS:
            return _page(services, matter_id)
        sent = request.form.to_dict()
        try:
            case_id = sent.get("case_id") or _case_of(services, sent)
        except ServiceRefusal as refusal:
            return _page(services, matter_id, sent, refusal.answer, refusal.status)
        if decision in {"link", "unlink"} and not case_id:
            return _page(services, matter_id, sent, _not_found(sent), 422)
        path, body = _order(decision, sent, case_id)
        try:
            services.post(COORDINATION, f"/matters/{quote(matter_id, safe='')}/{path}", body)
        except ServiceRefusal as refusal:
            return _page(services, matter_id, sent, refusal.answer, refusal.status)
        flash(_done(decision), "done")
        return redirect(f"/matters/{quote(matter_id, safe='')}", _SEE_OTHER)

    def decide_people(matter_id: str) -> AnyResponse:
        return _decide_people(services, matter_id, PersonDecision.read(request.form))

    routes.add("/matters/<matter_id>", matter_page)
    routes.add("/matters/<matter_id>/people", decide_people, methods=("POST",))
    routes.add("/matters/<matter_id>/<decision>", decide, methods=("POST",))


def _page(
    services: Services,
    matter_id: str,
    typed: Mapping[str, str] | None = None,
    refusal: Mapping[str, Any] | None = None,
    status: int = 200,
    *,
    people_decision: PersonDecision | None = None,
) -> Response:
    matter = matter_with_timeline(services, matter_id)
    people = people_of(matter)
    # What is refused is not shown as if it would happen.
    will = outcome_of(people_decision, people) if people_decision and not refusal else None
    path = f"/matters/{quote(matter['id'], safe='')}/history"
    history = services.get(COORDINATION, path)["items"]
    officer = current_officer()
    page = render_template(
        "matter.html",
        officer=officer,
        matter=matter,
        axis=axis_of(matter, today()),
        rights=said_once(matter),
        conflicts=[each for each in matter["conflicts"] if each["status"] == "open"],
        past_conflicts=[each for each in matter["conflicts"] if each["status"] != "open"],
        proposals=open_proposals(matter),
        history=list(reversed(history)),
        by_code=BY_CODE,
        own=tracks_of(officer),
        handles=any(
            (case["agency"] or {}).get("code") == officer.agency_code for case in matter["cases"]
        ),
        party_roles=PARTY_ROLES,
        entry_words=_entry_words(),
        people=people,
        people_decision=people_decision,
        people_will=will,
        typed=typed or {},
        refusal=refusal,
    )
    return make_response(page, status)


def _decide_people(services: Services, matter_id: str, decision: PersonDecision) -> AnyResponse:
    """Show what a decision about people will do; carry it out once that was confirmed."""
    path = f"/matters/{quote(matter_id, safe='')}"
    people = people_of(services.get(COORDINATION, path))
    if (lacking := lacks(decision, people)) is not None:
        return _page(services, matter_id, None, lacking, 422, people_decision=decision)
    if "_confirm" not in request.form:
        return _page(services, matter_id, people_decision=decision)
    try:
        services.post(COORDINATION, f"{path}/people/{decision.what}", decision.body())
    except ServiceRefusal as refusal:
        return _page(
            services, matter_id, None, refusal.answer, refusal.status, people_decision=decision
        )
    done = {
        MERGE: _("已合并为一人，可以再拆分。"),
        HOLD_APART: _("已认定为两个人，可以再合并。"),
        SPLIT: _("已拆分，可以再合并。"),
    }
    flash(done[decision.what], "done")
    return redirect(f"{path}#people", _SEE_OTHER)


def _case_of(services: Services, sent: Mapping[str, str]) -> str | None:
    """Return the id of the case of a number, among those that the officer may see."""
    track, number = BY_CODE.get(sent.get("track", "")), sent.get("number", "").strip()
    if track is None or not number:
        return None
    body = {"q": number[:LONGEST_QUESTION], "limit": _LOOKED_AT}
    try:
        found = services.post(track.service, f"/{track.collection}/search", body)
    except Problem as problem:
        if problem.status == HTTPStatus.UNPROCESSABLE_ENTITY:
            return None
        raise
    exact = [each["id"] for each in found["items"] if same_number(each["number"], number)]
    return exact[0] if len(exact) == 1 else None


def _not_found(sent: Mapping[str, str]) -> dict[str, Any]:
    number = sent.get("number", "").strip()
    words = (
        _("没有找到案号为“%(number)s”的唯一案件，请核对程序和案号。", number=number)
        if number
        else _("请填写要关联的案号。")
    )
    return {"detail": words, "errors": {"number": [words]}}


def _order(
    decision: str, sent: Mapping[str, str], case_id: str | None
) -> tuple[str, dict[str, Any]]:
    """Return where a decision is posted below the matter, and its body."""
    reason = {"reason": sent.get("reason", "").strip()}
    if decision == "refuse":
        return f"proposals/{quote(sent.get('proposal', ''), safe='')}/refuse", _filled(reason)
    if decision == "resolve":
        return f"conflicts/{quote(sent.get('conflict', ''), safe='')}/resolve", _filled(reason)
    return decision, _filled({**reason, "track": sent.get("track", ""), "case_id": case_id or ""})


def _filled(body: Mapping[str, str]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value}


def _done(decision: str) -> str:
    return {
        "link": _("已关联；案件几秒内转入本争议。"),
        "unlink": _("已分出；案件几秒内离开本争议。"),
        "refuse": _("已拒绝，不会再次建议。"),
        "resolve": _("冲突已标为解决，理由记入历史。"),
    }[decision]


def _entry_words() -> dict[str, str]:
    return {
        "joined": _("归入本争议"),
        "linked": _("关联案件"),
        "unlinked": _("分出案件"),
        "arrived": _("案件转入"),
        "left": _("案件转出"),
        "proposed": _("建议关联"),
        "refused": _("拒绝关联"),
        "people_merged": _("合并为一人"),
        "people_split": _("拆分为不同的人"),
        "conflict_found": _("发现冲突"),
        "conflict_over": _("冲突自行消除"),
        "conflict_resolved": _("冲突已解决"),
    }
