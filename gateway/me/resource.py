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
from shared.http.blueprint import API, DocumentedBlueprint

_NAME = "me"
PERMISSIONS: dict[str, Permission] = {
    f"{_NAME}.own_account": EVERY_ACCOUNT,
    f"{_NAME}.change_password": EVERY_ACCOUNT,
    f"{_NAME}.own_sessions": EVERY_OFFICER,
    f"{_NAME}.end_sessions": EVERY_OFFICER,
}


def me_blueprint(admission: Admission, limiter: Limiter) -> DocumentedBlueprint:
    """Return the routes by which officers look after their own account."""
    routes = DocumentedBlueprint(
        _NAME, __name__, url_prefix=f"{API}/me", description="我的账号 One's own account"
    )

    @routes.get("")
    @routes.response(200, OwnAccount)
    @routes.doc(summary="我的账号 / one's own account", operationId="me.read")
    def own_account() -> dict[str, Any]:
        """查看自己的账号 Read one's own account."""
        return shown_account(admission.find(_subject()))

    @routes.post("/password")
    @limiter.limit("10 per 5 minutes", key_func=_subject, deduct_when=_refused)
    @routes.arguments(NewPassword)
    @routes.response(204)
    @routes.alt_response(429)
    @routes.doc(
        summary="修改口令，结束其他会话和令牌 / "
        "change the password, ending other sessions and tokens",
        operationId="me.change_password",
    )
    def change_password(passwords: dict[str, str]) -> None:
        """修改自己的口令 Change one's own password."""
        admission.change_own_password(
            _subject(), passwords["old"], passwords["new"], token_id=current_token_id()
        )

    @routes.get("/sessions")
    @routes.response(200, OwnSessions)
    @routes.doc(summary="我的会话 / one's sessions", operationId="me.sessions")
    def own_sessions() -> dict[str, Any]:
        """列出自己在工作台的会话 List one's sessions at the workbench."""
        return {"items": [_shown(each) for each in admission.sessions.of(_subject())]}

    @routes.delete("/sessions")
    @routes.response(200, EndedSessions)
    @routes.doc(
        summary="结束我的全部会话和令牌 / end all of one's sessions and tokens",
        operationId="me.end_sessions",
    )
    def end_sessions() -> dict[str, int]:
        """结束自己的全部会话和令牌 End all of one's sessions and tokens."""
        return {"ended": admission.end_sessions(_subject(), by=_subject())}

    return routes


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
