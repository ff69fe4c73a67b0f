"""A petition in the browser: the steps of the terminal, a code, and a receipt at the end."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, make_response, render_template, request
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from marshmallow import ValidationError

from gateway.public_door import bounded_codes, bounded_petitions
from gateway.web import look
from gateway.web.asking import ServiceRefusal
from gateway.web.catalogue import gettext as _
from gateway.web.catalogue import said
from gateway.web.public.asking import Everybody, add_form
from gateway.web.routes import PageRoutes
from shared.attachments.hall_settings import HallFileSettings
from shared.casework.payload_parts import Party
from shared.house import LIAISON
from shared.http.problems import Problem
from shared.http.schemas import errors_by_path

PATH = "/public/petition"
STEPS = ("notice", "person", "code", "matter", "review")
_RECEIPT = "receipt"
FIELDS: Mapping[str, tuple[str, ...]] = {
    "notice": (),
    "person": ("reception", "name", "phone", "id_number"),
    "code": ("code",),
    "matter": ("against", "content"),
    "review": (),
}
_KNOWN = frozenset(name for names in FIELDS.values() for name in names) | {"id"}
_LONGEST = {"content": 20_000}
_LONGEST_OTHER = 200
_STEP_OF = {name: step for step, names in FIELDS.items() for name in names}
_FIELD_OF = {
    "to": "phone",
    "petitioners.0.name": "name",
    "petitioners.0.phone": "phone",
    "petitioners.0.id_number": "id_number",
    "against.name": "against",
}


@dataclass(slots=True)
class _Shown:
    """What a page shows beside the answers: errors by field, a refusal, a receipt."""

    errors: Mapping[str, list[str]] = field(default_factory=dict)
    refusal: str = ""
    status: int = 200
    receipt: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class PetitionPages:
    """
    The steps of one petition; what was answered travels in the form and is kept nowhere.

    The form needs no token: nothing happens without the code that went to the person's telephone.
    """

    everybody: Everybody
    send: Callable[[str], Any]
    hand_in: Callable[[Mapping[str, Any]], Any]

    def first(self) -> Response:
        """Return what a petition can do and cannot, or why none is taken here."""
        return self._page("notice", {"id": uuid.uuid4().hex}, _Shown())

    def following(self) -> Response:
        """Return the step that is wanted next, if what was answered allows it."""
        answers = _answers()
        step, wanted = request.form.get("_step", ""), request.form.get("_to", "")
        shown = _Shown()
        if wanted == _RECEIPT:
            return self._handed_in(answers)
        if wanted not in STEPS:
            return self.first()
        if look.NAME in request.form:
            return self._page(wanted, answers, shown)  # only its letters are to be others
        if step in STEPS and STEPS.index(wanted) > STEPS.index(step):
            shown = self._checked(step, answers)
        return self._page(step if shown.status != 200 else wanted, answers, shown)

    def _checked(self, step: str, answers: Mapping[str, str]) -> _Shown:
        """Look at what a step asked for; where somebody is named, have the code sent."""
        if step == "person":
            if errors := _errors_of_person(answers):
                return _Shown(errors=errors, status=422)
            return self._sent(answers["phone"])
        if step == "code" and not answers.get("code"):
            return _Shown(errors={"code": [_("请填写收到的验证码。")]}, status=422)
        if step == "matter" and not answers.get("content"):
            return _Shown(errors={"content": [_("请写明您要反映什么。")]}, status=422)
        return _Shown()

    def _sent(self, phone: str) -> _Shown:
        try:
            self.send(phone)
        except RateLimitExceeded:
            return _Shown(refusal=_("验证码发送过于频繁，请稍后再试。"), status=429)
        except ServiceRefusal as refusal:
            return _of_refusal(refusal)
        return _Shown()

    def _handed_in(self, answers: Mapping[str, str]) -> Response:
        try:
            taken = self.hand_in(_petition(answers))
        except RateLimitExceeded:
            shown = _Shown(refusal=_("提交过于频繁，请稍后再试。"), status=429)
            return self._page("review", answers, shown)
        except ServiceRefusal as refusal:
            shown = _of_refusal(refusal)
            wrong = next((_STEP_OF[name] for name in shown.errors if name in _STEP_OF), "review")
            return self._page(wrong, answers, shown)
        return self._page(_RECEIPT, answers, _Shown(receipt=taken["receipt"], status=201))

    def _page(self, step: str, answers: Mapping[str, str], shown: _Shown) -> Response:
        receptions = self.everybody.get(LIAISON, "/receptions")
        picture = shown.receipt and base64.b64encode(shown.receipt["qr_svg"].encode()).decode()
        page = render_template(
            "public/petition.html",
            step=step,
            steps=STEPS,
            answers=answers,
            carried={name: answers[name] for name in answers if name not in FIELDS.get(step, ())},
            receptions=receptions["items"],
            is_open=receptions["open"],
            errors=shown.errors,
            refusal=shown.refusal,
            receipt=shown.receipt,
            picture=picture,
            limits=HallFileSettings.from_environment(),
        )
        response = make_response(page, shown.status)
        response.headers["Cache-Control"] = "no-store"
        return response


def add_routes(routes: PageRoutes, everybody: Everybody, limiter: Limiter) -> None:
    """Add the steps, and what is corrected of them."""

    def send(phone: str) -> Any:
        return everybody.post(LIAISON, "/codes", {"to": phone})

    def hand_in(petition: Mapping[str, Any]) -> Any:
        return everybody.post(LIAISON, "/petitions", petition)

    pages = PetitionPages(
        everybody, bounded_codes(limiter, send), bounded_petitions(limiter, hand_in)
    )
    add_form(routes, limiter, PATH, "public_petition", shown=pages.first, sent=pages.following)


def _answers() -> dict[str, str]:
    sent = {
        name: value.strip()[: _LONGEST.get(name, _LONGEST_OTHER)]
        for name, value in request.form.items()
        if name in _KNOWN
    }
    return {name: value for name, value in sent.items() if value}


def _person(answers: Mapping[str, str]) -> dict[str, str]:
    return {name: answers[name] for name in ("name", "phone", "id_number") if name in answers}


def _petition(answers: Mapping[str, str]) -> dict[str, Any]:
    petition: dict[str, Any] = {
        "id": answers.get("id", ""),
        "reception": answers.get("reception", ""),
        "to": answers.get("phone", ""),
        "code": answers.get("code", ""),
        "petitioners": [_person(answers)],
        "content": answers.get("content", ""),
    }
    return petition | ({"against": {"name": answers["against"]}} if "against" in answers else {})


def _errors_of_person(answers: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what is wrong with who hands it in: as it is checked when it is handed in."""
    found: dict[str, list[str]] = {}
    if "phone" not in answers:
        found["phone"] = [_("请填写手机号码：验证码发到这里。")]
    if "reception" not in answers:
        found["reception"] = [_("请选择向哪个机关提交。")]
    try:
        Party().load(_person(answers))
    except ValidationError as error:
        for path, texts in errors_by_path(error.messages).items():
            found.setdefault(path, [said(text) for text in texts])
    return found


def _of_refusal(refusal: Problem) -> _Shown:
    answer = refusal.answer if isinstance(refusal, ServiceRefusal) else {}
    errors = {
        _FIELD_OF.get(path, path): [str(text) for text in texts]
        for path, texts in (answer.get("errors") or {}).items()
    }
    words = "" if any(name in _STEP_OF for name in errors) else str(answer.get("detail", ""))
    return _Shown(errors=errors, refusal=words, status=refusal.status)
