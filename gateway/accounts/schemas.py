"""What the routes of accounts take and answer."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from gateway.accounts.store import Account, is_username
from gateway.directory.people import shown_officer
from gateway.directory.schemas import ROLE, OfficerAnswer
from shared.casework import labels
from shared.casework.fields import OrganisationCode, Part, PlainText, RegionCode
from shared.casework.regions import region_name
from shared.http.identity import OFFICER_ROLES
from shared.http.labels import label
from shared.http.page_query import PageQuery
from shared.http.schemas import StrictSchema, refusal
from shared.language import Text

_NO_USERNAME = Text(
    "用户名由字母、数字和 . _ @ - 组成，以字母或数字开头，至多 64 个字符。",
    "A username has letters, digits and . _ @ -, begins with a letter or digit, and is at most "
    "64 characters long.",
)


def _check_username(text: str) -> None:
    if not is_username(text):
        raise refusal(_NO_USERNAME)


class WantedAccounts(PageQuery):
    """Which accounts are listed."""

    role = fields.String(validate=validate.OneOf(OFFICER_ROLES), metadata=ROLE)
    agency = OrganisationCode(metadata=labels.AGENCY_CODE)
    q = fields.String(
        validate=validate.Length(1, 100),
        load_default="",
        metadata=label("用户名或姓名", "username or name"),
    )


class AccountAgency(StrictSchema):
    """The agency of an officer: its code decides which cases the officer sees."""

    code = OrganisationCode(required=True, metadata=labels.ORGANISATION_CODE)
    name = PlainText(200, required=True, metadata=label("机关名称", "name of the agency"))


class NewAccount(StrictSchema):
    """An officer who is to have an account."""

    username = fields.String(
        required=True, validate=_check_username, metadata=label("用户名", "username")
    )
    name = PlainText(100, required=True, metadata=label("姓名", "name"))
    role = fields.String(required=True, validate=validate.OneOf(OFFICER_ROLES), metadata=ROLE)
    agency = Part(AccountAgency, required=True, metadata=label("所属机关", "agency"))
    region = RegionCode(required=True, metadata=labels.REGION)


class AccountAnswer(OfficerAnswer):
    """An account; `one_time`: its password was set by somebody else and has to be changed."""

    region = fields.String(required=True)
    region_name = fields.String(required=True, allow_none=True)
    one_time = fields.Boolean(required=True)


class NewAccountAnswer(AccountAnswer):
    """An account just made, with the password that is told this once."""

    password = fields.String(required=True)


class NewPasswordAnswer(Schema):
    """A password that is told this once."""

    password = fields.String(required=True)


class AccountPage(Schema):
    """A page of accounts."""

    items = fields.List(fields.Nested(AccountAnswer), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class EndedSessions(Schema):
    """How many sessions ended."""

    ended = fields.Integer(required=True)


def shown_account(account: Account) -> dict[str, Any]:
    """Return an account as its owner and administrators read it."""
    return {
        **shown_officer(account),
        "region": account.region,
        "region_name": region_name(account.region),
        "one_time": account.one_time,
    }
