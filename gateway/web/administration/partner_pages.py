"""Partners: registered, their secret shown once and replaced, and removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import ADMIN, current_officer
from gateway.web.asking import Answer, ServiceRefusal, Services
from gateway.web.catalogue import gettext as _
from gateway.web.catalogue import page_language
from gateway.web.forms import whole_number
from gateway.web.routes import PageRoutes
from shared.casework.guarding import SYSTEM
from shared.house import LIAISON
from shared.http.paging import MAX_LIMIT
from shared.http.partner_kinds import COURT, KINDS, RIGHTS, Naming
from shared.http.partner_settings import PartnerSettings
from shared.http.problems import Problem, invalid
from shared.language import Text

_HERE = "/admin/partners"
_REGISTRY = "/partners"
_ONE = f"{_HERE}/<partner_id>"
_LONGEST_LIST = 50_000
_WHICH = Text("请填写单位全称，或者选择不限。", "Name the bodies in full, or choose every one.")
_BOTH = Text(
    "既填写了单位，又选择了不限：请只取其一。",
    "Bodies are named, and every one is chosen too: keep one of both.",
)


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the list with the form of a new partner, and the page of one with its steps."""
    pages = _PartnerPages(services, PartnerSettings.from_environment().overlap_hours)
    for path, method, view, name in (
        (_HERE, "GET", pages.partners_list, "partners"),
        (_HERE, "POST", pages.add, "add_partner"),
        (_ONE, "GET", pages.partner, "one_partner"),
        (f"{_ONE}/rotation", "GET", pages.rotation, "partner_rotation"),
        (f"{_ONE}/rotation", "POST", pages.rotate, "rotate_partner"),
        (f"{_ONE}/removal", "GET", pages.removal, "partner_removal"),
        (f"{_ONE}/removal", "POST", pages.remove, "remove_partner"),
    ):
        routes.add(path, view, methods=(method,), permission=ADMIN, name=name)


def registered_partners(services: Services, **narrowed: str) -> list[Answer]:
    """Return the partners that are registered, page by page, as a question narrows them."""
    found: list[Answer] = []
    asked: dict[str, str | int] = {"limit": MAX_LIMIT, **narrowed}
    while True:
        page = services.get(LIAISON, _REGISTRY, asked)
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        asked["cursor"] = page["next_cursor"]


@dataclass(frozen=True, slots=True)
class _PartnerPages:
    """Draws the pages; a secret stands in the answer to the form that made it, and nowhere else."""

    services: Services
    overlap_hours: int

    def partners_list(self) -> str:
        return self._list()

    def add(self) -> str | tuple[str, int]:
        typed = {name: value.strip() for name, value in request.form.items()}
        try:
            added = self.services.post(LIAISON, _REGISTRY, _asked(typed))
        except Problem as problem:
            if problem.status not in {409, 422}:
                raise
            return self._list(typed, problem), 422
        return self._one(added)

    def partner(self, partner_id: str) -> str:
        return self._one(self._found(partner_id))

    def rotation(self, partner_id: str) -> str:
        return self._step("admin/partner_rotation.html", partner_id)

    def rotate(self, partner_id: str) -> str | tuple[str, int]:
        hours = 0 if "_at_once" in request.form else self.overlap_hours
        address, body = f"{_address(partner_id)}/rotate", {"overlap_hours": hours}
        try:
            rotated = self.services.post(LIAISON, address, body, headers=_as_seen())
        except ServiceRefusal as refusal:
            return self._unchanged(partner_id, refusal)
        return self._one(rotated)

    def removal(self, partner_id: str) -> str:
        return self._step("admin/partner_removal.html", partner_id)

    def remove(self, partner_id: str) -> tuple[str, int] | AnyResponse:
        try:
            removed = self.services.delete(LIAISON, _address(partner_id), headers=_as_seen())
        except ServiceRefusal as refusal:
            return self._unchanged(partner_id, refusal)
        flash(_("已移除“%(name)s”，其消息即刻被拒绝。", name=removed["name"]))
        return redirect(_HERE, 303)

    def _list(self, typed: Mapping[str, str] | None = None, problem: Problem | None = None) -> str:
        partners = registered_partners(self.services)
        found = sorted(partners, key=lambda each: (each["name"], each["id"]))
        return render_template(
            "admin/partners.html",
            officer=current_officer(),
            partners=[each for each in found if not each["disabled"]],
            removed=[each for each in found if each["disabled"]],
            typed=typed or {},
            kind=_kind(),
            chosen=KINDS[_kind()].rights if typed is None else request.form.getlist("rights"),
            kinds=KINDS,
            rights=RIGHTS,
            known=self._registered(_kind()),
            refusal=_said(problem),
        )

    def _registered(self, kind: str) -> list[str]:
        """Return the names of bodies in use, of a kind that names those it answers for."""
        if KINDS[kind].naming is not Naming.MUST:
            return []
        asked = {"kind": kind, "active": "true", "limit": "100"}
        try:
            found = self.services.get(LIAISON, "/outside-bodies", asked)
        except ServiceRefusal:
            return []  # the form does without
        return [body["name"] for body in found["items"]]

    def _found(self, partner_id: str) -> Answer:
        found: Answer = self.services.get(LIAISON, _address(partner_id))
        return found

    def _one(self, partner: Answer, *, problem: Problem | None = None) -> str:
        return render_template(
            "admin/partner.html",
            officer=current_officer(),
            partner=partner,
            kinds=KINDS,
            rights=RIGHTS,
            system=SYSTEM.subject,
            refusal=_said(problem),
        )

    def _step(self, template: str, partner_id: str) -> str:
        return render_template(
            template,
            officer=current_officer(),
            partner=self._found(partner_id),
            overlap_hours=self.overlap_hours,
        )

    def _unchanged(self, partner_id: str, refusal: ServiceRefusal) -> tuple[str, int]:
        if refusal.status not in {409, 412}:
            raise refusal
        return self._one(self._found(partner_id), problem=refusal), refusal.status


def _address(partner_id: str) -> str:
    return f"{_REGISTRY}/{quote(partner_id, safe='')}"


def _as_seen() -> dict[str, str]:
    """Return the version that the form was drawn with, so that it has its effect once."""
    return {"If-Match": f'"{whole_number(request.form.get("version", "")) or 0}"'}


def _said(problem: Problem | None) -> Mapping[str, object] | None:
    if isinstance(problem, ServiceRefusal):
        return problem.answer
    return problem.as_dict(page_language()) if problem else None


def _kind() -> str:
    """Return the kind whose form is shown; one that is not known shows that of courts."""
    asked = request.args.get("kind", COURT)
    return asked if asked in KINDS else COURT


def _asked(typed: Mapping[str, str]) -> dict[str, Any]:
    kind = _kind()
    lines = typed.get("speaks_for", "")[:_LONGEST_LIST].splitlines()
    named = [line.strip() for line in lines if line.strip()]
    if KINDS[kind].naming is Naming.MAY and bool(named) == ("every" in typed):
        raise invalid({"speaks_for": [_BOTH if named else _WHICH]})
    rights = request.form.getlist("rights")
    return {"name": typed.get("name", ""), "kind": kind, "speaks_for": named, "rights": rights}
