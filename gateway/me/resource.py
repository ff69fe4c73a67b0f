"""The routes of an officer's own account: `/me`, `/me/password`, `/me/sessions`."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_limiter import Limiter

from gateway.access import EVERY_ACCOUNT, EVERY_OFFICER, Permission, current_officer
from gateway.accounts.schemas import EndedSessions, shown_account
from gateway.admission import Admission
from gateway.me.schemas import NewPassword, OwnAccount, OwnSessions
from gateway.sessions import OpenSession
from gateway.tokens import current_token_id
from shared.http.blueprint import DocumentedBlueprint
from shared.http.operations import WRITING, answer, operation

_NAME = "me"
PERMISSIONS: dict[str, Permission] = {
    f"{_NAME}.own_account": EVERY_ACCOUNT,
    f"{_NAME}.change_password": EVERY_ACCOUNT,
    f"{_NAME}.own_sessions": EVERY_OFFICER,
    f"{_NAME}.end_sessions": EVERY_OFFICER,
}


def me_blueprint(admission: Admission, limiter: Limiter) -> DocumentedBlueprint:
    """Return the routes by which officers look after their own account."""
    blueprint = DocumentedBlueprint(
        _NAME, __name__, url_prefix="/api/v1/me", description="我的账号 One's own account"
    )

    def own_account() -> dict[str, Any]:
        """查看自己的账号 Read one's own account."""
        return shown_account(admission.find(current_officer().subject))

    def change_password(passwords: dict[str, str]) -> Response:
        """修改自己的口令 Change one's own password."""
        admission.change_own_password(
            current_officer().subject,
            passwords["old"],
            passwords["new"],
            token_id=current_token_id(),
        )
        return Response(status=204)

    def own_sessions() -> dict[str, Any]:
        """列出自己在工作台的会话 List one's sessions at the workbench."""
        return {"items": [_shown(each) for each in admission.sessions.of(_subject())]}

    def end_sessions() -> dict[str, int]:
        """结束自己的全部会话和令牌 End all of one's sessions and tokens."""
        return {"ended": admission.end_sessions(_subject(), by=_subject())}

    change = blueprint.arguments(NewPassword)(change_password)
    change = limiter.limit("10 per 5 minutes", key_func=_subject, deduct_when=_refused)(change)
    for path, method, view, described in (
        ("", "GET", own_account, _ACCOUNT),
        ("/password", "POST", change, _PASSWORD),
        ("/sessions", "GET", own_sessions, _SESSIONS),
        ("/sessions", "DELETE", end_sessions, _END),
    ):
        blueprint.route(path, methods=[method])(blueprint.doc(**described)(view))
    return blueprint


def _shown(session: OpenSession) -> dict[str, str]:
    return {
        "id": session.short_id,
        "began_at": session.began_at.isoformat(timespec="seconds"),
        "seen_at": session.seen_at.isoformat(timespec="seconds"),
    }


def _subject() -> str:
    return current_officer().subject


def _refused(response: Response) -> bool:
    return response.status_code == 422


_ACCOUNT = operation("me.read", "我的账号 / one's own account", {200: answer(OwnAccount)})
_PASSWORD = operation(
    "me.change_password",
    "修改口令，结束其他会话和令牌 / change the password, ending other sessions and tokens",
    {204: {}},
    refuses=WRITING | {429},
)
_SESSIONS = operation("me.sessions", "我的会话 / one's sessions", {200: answer(OwnSessions)})
_END = operation(
    "me.end_sessions",
    "结束我的全部会话和令牌 / end all of one's sessions and tokens",
    {200: answer(EndedSessions)},
)
