"""What the lists of the directory are asked for, and what they answer."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.directory.people import AGENCY_KINDS
from shared.casework.regions import LEVELS
from shared.http.identity import OFFICER_ROLES, ROLE_NAMES
from shared.http.labels import label
from shared.http.page_query import PageQuery

ROLES = {role: ROLE_NAMES[role] for role in OFFICER_ROLES}
ROLE = label("角色", "role", values=ROLES)


class WantedOfficers(PageQuery):
    """Which officers are listed."""

    role = fields.String(validate=validate.OneOf(OFFICER_ROLES), metadata=ROLE)


class WantedNames(PageQuery):
    """Which agencies or areas are listed; without `q` all."""

    q = fields.String(
        validate=validate.Length(1, 100),
        load_default="",
        metadata=label(
            "名称或代码",
            "name or code",
            "名称中的文字，或代码的开头。",
            "Part of a name, or the beginning of a code.",
        ),
    )


class AgencyAnswer(Schema):
    """An agency by its code and name."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class OfficerAnswer(Schema):
    """An officer; `id` is the username, by which a case names whoever is in charge."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True, validate=validate.OneOf(OFFICER_ROLES))
    agency = fields.Nested(AgencyAnswer, required=True)
    disabled = fields.Boolean(required=True)


class OfficerPage(Schema):
    """A page of officers."""

    items = fields.List(fields.Nested(OfficerAnswer), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class KnownAgencyAnswer(Schema):
    """A body that somebody here acts for; `code` and `region` are null for a court."""

    code = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(AGENCY_KINDS)))
    region = fields.String(required=True, allow_none=True)
    region_name = fields.String(required=True, allow_none=True)


class AgencyPage(Schema):
    """A page of agencies and courts."""

    items = fields.List(fields.Nested(KnownAgencyAnswer), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class RegionAnswer(Schema):
    """An area of GB/T 2260; `full_name` begins with the areas that it is part of."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    full_name = fields.String(required=True)
    level = fields.String(required=True, validate=validate.OneOf(list(LEVELS)))


class RegionPage(Schema):
    """A page of areas, and the table that they are from."""

    items = fields.List(fields.Nested(RegionAnswer), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    source = fields.String(required=True)
