"""What a page says when something cannot be done: what happened, and what to do now."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from flask import Blueprint, Flask, Response, g, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from gateway.web.asking import errors_of
from gateway.web.catalogue import gettext as _
from gateway.web.catalogue import page_language, said
from gateway.web.routes import current_session
from gateway.web.step_drafts import StepDrafts
from gateway.web.tracks import service_label
from shared.http.client import ServiceUnavailableError
from shared.http.identity import Identity
from shared.http.problems import Problem, from_http_exception, render

_OURS = ("/api/", "/healthz", "/readyz", "/metrics")


class SignInNeededError(Exception):
    """Nobody is signed in, or no longer."""


class PasswordNeededError(Exception):
    """The officer has first to choose a password."""


def install_refusals(
    app: Flask, blueprint: Blueprint, drafts: StepDrafts, signed_in: Callable[[], Identity | None]
) -> None:
    """
    Let pages refuse in words, and a mistyped address too; the API keeps problem+json.

    The form of a step that cannot be taken now is kept as a draft, so nothing typed is lost.
    """
    blueprint.register_error_handler(SignInNeededError, lambda _: _ask_to_sign_in(drafts))
    blueprint.register_error_handler(PasswordNeededError, lambda _: redirect("/account", 303))
    blueprint.register_error_handler(Problem, page_of)
    blueprint.register_error_handler(CSRFError, lambda _: _form_is_old(drafts))
    blueprint.register_error_handler(
        ServiceUnavailableError, lambda error: _service_is_down(error, drafts)
    )
    blueprint.register_error_handler(
        HTTPException, lambda error: page_of(from_http_exception(error))
    )

    def unknown(error: HTTPException) -> Response:
        problem = from_http_exception(error)
        if request.path.startswith(_OURS):
            return render(problem)
        # No page was asked for whose guard would have looked.
        g.officer = signed_in()
        return page_of(problem)

    app.register_error_handler(404, unknown)
    app.register_error_handler(405, unknown)


def page_of(problem: Problem) -> Response:
    """Return the page that says why something was refused; to a program, problem+json."""
    if "text/html" not in request.headers.get("Accept", ""):
        return render(problem)
    answer = problem.as_dict(page_language())
    told = getattr(problem, "answer", answer)
    detail = str(told.get("detail", ""))
    if detail == answer.get("title"):
        detail = ""
    body = render_template(
        "refusal.html",
        status=problem.status,
        title=_title(problem.status),
        detail=detail,
        errors=errors_of(told),
        advice=_advice(problem.status),
        officer=g.get("officer"),
    )
    response = Response(body, problem.status, mimetype="text/html")
    response.headers.update(problem.headers)
    response.headers.pop("WWW-Authenticate", None)
    return response


def _ask_to_sign_in(drafts: StepDrafts) -> AnyResponse:
    if kept := drafts.keep_posted(current_session().lapsed):
        return redirect(f"/sign-in?next={quote(kept, safe='')}&kept=1", 303)
    here = request.full_path.rstrip("?") if request.method == "GET" else "/"
    ended = "&ended=1" if current_session().lapsed else ""
    return redirect(f"/sign-in?next={quote(here, safe='')}{ended}", 303)


def _form_is_old(drafts: StepDrafts) -> Response:
    kept = drafts.keep_posted(_signed_in())
    body = render_template(
        "refusal.html",
        status=403,
        title=_("表单已失效"),
        detail=_("这张表单已过期或不是由本系统发出的，没有作任何改动。"),
        advice=_("请返回上一页，刷新后重新提交。"),
        officer=g.get("officer"),
        kept=kept,
    )
    return Response(body, 403, mimetype="text/html")


def _service_is_down(error: ServiceUnavailableError, drafts: StepDrafts) -> Response:
    kept = drafts.keep_posted(_signed_in())
    body = render_template(
        "refusal.html",
        status=503,
        title=_("服务暂时不可用"),
        detail=_(
            "“%(service)s”服务没有应答。已保存的内容不受影响。",
            service=said(service_label(error.service)),
        ),
        advice=_("请稍后刷新本页；持续出现时请告知管理员。"),
        officer=g.get("officer"),
        kept=kept,
    )
    return Response(body, 503, mimetype="text/html", headers={"Retry-After": "5"})


def _signed_in() -> str | None:
    return g.officer.subject if "officer" in g else None


def _title(status: int) -> str:
    known = {
        403: _("不能进行此操作"),
        404: _("没有找到"),
        405: _("没有找到"),
        409: _("现在不能进行此操作"),
        412: _("案件已被他人更新"),
        422: _("提交的内容有误"),
        429: _("操作过于频繁"),
        502: _("服务应答有误"),
        503: _("服务暂时不可用"),
    }
    return known.get(status, _("出现错误"))


def _advice(status: int) -> str:
    known = {
        403: _("如需要此权限，请联系管理员或本机关主管。"),
        404: _("地址可能有误，或该案不由本机关办理。可以从首页或查找重新进入。"),
        405: _("地址可能有误，或该案不由本机关办理。可以从首页或查找重新进入。"),
        429: _("请稍候再试。"),
    }
    return known.get(status, _("请返回上一页重试；持续出现时请告知管理员。"))
