"""Who saw which personal numbers in clear, and why: written before they are shown."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.casework.guarding import Actor
from shared.casework.personal import Personal, Sealer
from shared.legal_day import TIME_ZONE
from shared.storage.database import Database, Document, DocumentCollection, create_collections
from shared.storage.keys import keyed, place, scope
from shared.storage.pages import Pages, prepare_pages

COLLECTION = "access_log"
_ALL, _OFFICER, _CASE = _LISTS = ("by_agency", "by_officer", "by_case")


@dataclass(frozen=True, slots=True)
class Access:
    """
    One look at numbers of a party, or a paper handed out: which fields, for what.

    `party` is the id of the party, or that of the paper, which has no `party_role`; `note` says
    what for where no word fits.
    """

    case_id: str
    number: str
    party: str
    party_role: str
    fields: tuple[str, ...]
    purpose: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class AccessFilter:
    """What a list of accesses at an agency is narrowed by; days are included at both ends."""

    agency: str
    officer: str | None = None
    case_id: str | None = None
    first: str | None = None
    last: str | None = None


class AccessLog:
    """The accesses to personal numbers of one track; values are never written."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows: DocumentCollection = database[COLLECTION]

    def prepare(self) -> None:
        """Create the collection and the indexes of its lists."""
        create_collections(self._database, (COLLECTION,))
        prepare_pages(self._rows, _LISTS)

    def write(self, access: Access, actor: Actor, sealer: Sealer) -> None:
        """Write down an access; what is not written must not be shown."""
        at = datetime.now(TIME_ZONE).isoformat(timespec="milliseconds")
        name, agency = uuid.uuid4().hex, actor.agency_code or ""
        where = place(at, name)
        row = {
            "_id": name,
            "at": at,
            "place": where,
            "officer": actor.subject,
            "officer_name": Personal(actor.name) if actor.name else None,
            "role": actor.role,
            "case_id": access.case_id,
            "number": access.number,
            "party": access.party,
            "party_role": access.party_role,
            "fields": list(access.fields),
            "purpose": access.purpose,
            "note": Personal(access.note) if access.note else None,
            **keyed(_ALL, scope(agency), where),
            **keyed(_OFFICER, scope(agency, actor.subject), where),
            **keyed(_CASE, scope(agency, access.case_id), where),
        }
        self._rows.insert_one(sealer.seal_all(row, document=name))

    def page(
        self, wanted: AccessFilter, sealer: Sealer, *, after: str | None, size: int
    ) -> list[Document]:
        """Return up to `size` accesses in clear, the latest first, beyond the place `after`."""
        field, within, rest = _list_for(wanted)
        found = Pages(self._rows, field).page(
            within,
            size=size,
            after=after,
            descending=True,
            first=wanted.first or "",
            last=wanted.last,
            rest=rest,
        )
        return [sealer.open_all(row, document=row["_id"]) for row in found]


def _list_for(wanted: AccessFilter) -> tuple[str, str, Mapping[str, Any] | None]:
    """Return the list that answers, its scope, and what is looked at row by row."""
    if wanted.case_id is not None:
        # Few look at one case, so the officer is found among them.
        rest = {"officer": wanted.officer} if wanted.officer is not None else None
        return _CASE, scope(wanted.agency, wanted.case_id), rest
    if wanted.officer is not None:
        return _OFFICER, scope(wanted.agency, wanted.officer), None
    return _ALL, scope(wanted.agency), None
