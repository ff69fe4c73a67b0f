"""Work that takes long: how far it is, on a page that may be left and opened again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import ADMIN, OVERSIGHT, current_officer
from gateway.web.asking import Services
from gateway.web.catalogue import gettext as _
from gateway.web.catalogue import said
from gateway.web.routes import PageRoutes
from gateway.web.tracks import BY_COLLECTION, TrackPages, service_label


@dataclass(frozen=True, slots=True)
class Part:
    """How far one service is; `total` None while it is not known."""

    name: str
    done: int
    total: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """
    A piece of work: what it is, its parts, and where its result is seen.

    `begun` is False while nobody has asked for it. `broken` are cases whose history is not
    whole, each with the address of its verification.
    """

    title: str
    complete: bool
    parts: Sequence[Part]
    result: str | None = None
    begun: bool = True
    broken: Sequence[tuple[str, Mapping[str, Any]]] = ()

    @property
    def done(self) -> int:
        """How much is done in all parts."""
        return sum(part.done for part in self.parts)

    @property
    def total(self) -> int | None:
        """How much there is; None while a part does not know."""
        totals = [part.total for part in self.parts if part.total is not None]
        return sum(totals) if len(totals) == len(self.parts) else None


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the pages of progress: the state is the services' own, so no page holds anything."""

    def reports() -> str:
        return _page(_reports(services.get("reporting", "/reports/rebuild")))

    def rebuild() -> AnyResponse:
        services.post("reporting", "/reports/rebuild", {})
        return redirect("/work/reports", 303)

    def edition(notice: str) -> str:
        path = f"/calendar/editions/{quote(notice, safe='')}/moves"
        return _page(_edition(services.get("coordination", path, {"limit": 1})))

    def verification() -> str:
        return _page(_verification(_of_tracks(services)))

    def verify_all() -> AnyResponse:
        for track in BY_COLLECTION.values():
            services.post(track.service, f"/{track.collection}/verification", {})
        return redirect("/work/verification", 303)

    routes.add("/work/verification", verification, permission=ADMIN, name="work_verification")
    routes.add(
        "/work/verification", verify_all, methods=("POST",), permission=ADMIN, name="verify_all"
    )
    routes.add("/work/reports", reports, permission=OVERSIGHT, name="work_reports")
    routes.add("/work/reports", rebuild, methods=("POST",), permission=ADMIN, name="rebuild")
    routes.add("/work/edition/<notice>", edition, permission=ADMIN, name="work_edition")


def _page(work: Work) -> str:
    return render_template("work.html", officer=current_officer(), work=work)


def _reports(state: Mapping[str, Any]) -> Work:
    parts = [
        Part(said(service_label(each["service"])), each["read"], each["last"])
        for each in state["feeds"]
    ]
    return Work(_("重建统计报告"), state["complete"], parts, "/oversight/indicators")


def _of_tracks(services: Services) -> list[tuple[TrackPages, Mapping[str, Any]]]:
    return [
        (track, services.get(track.service, f"/{track.collection}/verification"))
        for track in BY_COLLECTION.values()
    ]


def _verification(found: Sequence[tuple[TrackPages, Mapping[str, Any]]]) -> Work:
    parts = [
        Part(said(track.label), each["done"], each["total"], _verified(each))
        for track, each in found
    ]
    broken = [
        (f"/{track.collection}/{case['case_id']}/verification", case)
        for track, each in found
        for case in each["items"]
    ]
    # Nobody has asked yet: nothing runs, so the page need not be drawn again.
    complete = all(each["state"] != "under_way" for _track, each in found)
    begun = any(each["state"] != "never" for _track, each in found)
    return Work(_("核验全部案卷"), complete, parts, begun=begun, broken=broken)


def _verified(each: Mapping[str, Any]) -> str:
    if each["state"] == "never":
        return _("尚未核验")
    if each["broken"]:
        return _("%(count)s 件案卷被改动过", count=each["broken"])
    return _("全部完整") if each["state"] == "complete" else ""


def _edition(found: Mapping[str, Any]) -> Work:
    notice = found["edition"]
    return Work(
        _("按放假通知重算期限：%(notice)s", notice=notice),
        found["complete"],
        [_counted(each) for each in found["progress"]],
        f"/admin/calendar/{quote(notice, safe='')}",
    )


def _counted(progress: Mapping[str, Any]) -> Part:
    name = said(service_label(progress["service"]))
    if progress["applied_at"] is None:
        return Part(name, 0, None, _("正在重算"))
    return Part(name, progress["heard_of"], progress["cases"])
