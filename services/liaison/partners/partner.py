"""What is known of a partner, and how it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shared.http.partner_kinds import KIND_LABELS, KINDS, PARTNER_ID
from shared.language import Text
from shared.storage.database import Document

ADDED, SEALED, ROTATED, REMOVED = "added", "sealed", "rotated", "removed"
ACTS: Mapping[str, Text] = {
    ADDED: Text("登记", "registered"),
    SEALED: Text("由旧版本移入，密钥改为封存", "taken over from before, its secret sealed"),
    ROTATED: Text("更换密钥", "secret replaced"),
    REMOVED: Text("移除", "removed"),
}


@dataclass(frozen=True, slots=True)
class Secret:
    """A sealed secret; `ends_at` is None for the one that is valid until it is replaced."""

    sealed: str
    made_at: datetime
    ends_at: datetime | None = None

    def is_valid(self, now: datetime) -> bool:
        """Say whether messages under it are still taken."""
        return self.ends_at is None or now < self.ends_at


@dataclass(frozen=True, slots=True)
class PartnerChange:
    """What was done to a partner, by whom and when; `overlap_hours` where it was rotated."""

    what: str
    at: datetime
    by: str
    overlap_hours: int | None = None

    @property
    def what_label(self) -> Text:
        """What was done, in words."""
        return ACTS[self.what]


@dataclass(frozen=True, slots=True)
class Partner:
    """
    A body outside that proves itself by signing.

    `speaks_for` names the bodies in whose name it may speak; none named means every one of its
    kind, as for the platform of a province. `rights` is what it may send and fetch. The first of
    `secrets` is the current one. `heard_at` is when it last proved itself, to the minute. One that
    is `disabled` is shut out, and keeps its id.
    """

    id: str
    name: str
    kind: str
    speaks_for: tuple[str, ...]
    rights: tuple[str, ...]
    secrets: tuple[Secret, ...]
    acts: tuple[PartnerChange, ...]
    heard_at: datetime | None = None
    disabled: bool = False
    version: int = 1

    @property
    def created_at(self) -> datetime | None:
        """When it was registered; None for one of before, when that was not written down."""
        return next((act.at for act in self.acts if act.what == ADDED), None)

    @property
    def kind_label(self) -> Text:
        """What its kind is called."""
        return KIND_LABELS[self.kind]

    @property
    def former_secret_until(self) -> datetime | None:
        """Until when a secret that was replaced is still taken, or None."""
        return max((each.ends_at for each in self.secrets if each.ends_at), default=None)

    def at(self, now: datetime) -> Partner:
        """Return the partner as it stands then: without secrets that have ended."""
        return replace(self, secrets=tuple(each for each in self.secrets if each.is_valid(now)))


def next_id(kind: str, known: Iterable[str]) -> str:
    """Return the id of another of a kind, with a number above those of all that are known."""
    found = (PARTNER_ID.fullmatch(each) for each in known)
    numbers = [int(each[2]) for each in found if each is not None and each[1] == kind]
    return f"{kind}-{max(numbers, default=0) + 1}"


def document_of(partner: Partner) -> Document:
    """Return the partner as it is stored."""
    return {
        "_id": partner.id,
        "name": partner.name,
        "kind": partner.kind,
        "speaks_for": list(partner.speaks_for),
        "rights": list(partner.rights),
        "secrets": secret_documents(partner.secrets),
        "acts": [act_document(act) for act in partner.acts],
        "heard_at": partner.heard_at,
        "disabled": partner.disabled,
        "version": partner.version,
    }


def secret_documents(secrets: tuple[Secret, ...]) -> list[Document]:
    """Return secrets as they are stored."""
    return [
        {"sealed": each.sealed, "made_at": each.made_at, "ends_at": each.ends_at}
        for each in secrets
    ]


def act_document(act: PartnerChange) -> Document:
    """Return an act as it is stored."""
    return {"what": act.what, "at": act.at, "by": act.by, "overlap_hours": act.overlap_hours}


def partner_of(document: Mapping[str, Any]) -> Partner:
    """Return the partner of a stored document."""
    return Partner(
        id=document["_id"],
        name=document["name"],
        kind=document["kind"],
        speaks_for=tuple(document["speaks_for"]),
        # Courts of before had every right of a court, and it was not written down.
        rights=tuple(document.get("rights", KINDS[document["kind"]].rights)),
        secrets=tuple(Secret(**each) for each in document["secrets"]),
        acts=tuple(PartnerChange(**each) for each in document["acts"]),
        heard_at=document["heard_at"],
        disabled=document["disabled"],
        version=document["version"],
    )
