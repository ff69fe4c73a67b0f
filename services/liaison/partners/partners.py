"""The registered partners: added, given another secret, removed, and heard from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from pymongo.errors import DuplicateKeyError

from services.liaison.partners.partner import (
    ADDED,
    REMOVED,
    ROTATED,
    Partner,
    PartnerChange,
    Secret,
    document_of,
    next_id,
    partner_of,
    secret_documents,
)
from shared.casework.guarding import SYSTEM
from shared.casework.personal import Sealer, UnsealError
from shared.http.partner_kinds import COURT, KINDS
from shared.http.partner_settings import PartnerSettings
from shared.http.preconditions import Expected
from shared.http.problems import Problem, not_found
from shared.http.secrets import SecretFolder
from shared.http.signing_secrets import new_signing_secret
from shared.language import Text
from shared.storage.database import Database, Document
from shared.storage.desk import Desk, Write

HEARD_APART = timedelta(minutes=1)
"""How far apart two notes of when a partner was heard lie: not every message costs a write."""
_FIELD = "partner_secret"
_TAKEN = Text("已登记同名的合作方。", "A partner of this name is registered already.")
_REMOVED = Text(
    "该合作方已移除，不能再更换密钥。", "The partner is removed; it gets no other secret."
)
_CHANGED = Text(
    "该合作方的登记已被他人更改，请刷新后再试。",
    "The partner was changed meanwhile; read it again and retry.",
)
_log = structlog.get_logger(__name__)


def _now() -> datetime:
    # As precise as it is stored, so that an answer says what is read later.
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def partners_on(
    database: Database, secrets: SecretFolder, settings: PartnerSettings | None = None
) -> Partners:
    """Return the partners of an installation, whose secrets its own keys seal."""
    keys = secrets.partner_keys()
    return Partners(database, Sealer(keys.keys, keys.active), settings)


@dataclass(frozen=True, slots=True)
class NewPartner:
    """A partner that is to be registered; without `rights` with all that its kind may have."""

    name: str
    kind: str = COURT
    speaks_for: Sequence[str] = ()
    rights: Sequence[str] | None = None


class Partners:
    """
    Keeps the partners; their secrets are sealed, each to the id of its partner.

    `by` is the username of whoever does it. A partner that is not there is the 404 problem, one
    whose version is none of the `expected` the 412. Every process sees a change at once.
    """

    def __init__(
        self,
        database: Database,
        sealer: Sealer,
        settings: PartnerSettings | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.settings = settings or PartnerSettings()
        self._collection = database["partners"]
        self._desk = Desk(self._collection, ("version",))
        self._sealer = sealer
        self._clock = clock

    def all(self) -> list[Partner]:
        """Return every partner by id, also those that were removed."""
        return [self._as_it_stands(found) for found in self._collection.find().sort("_id")]

    def find(self, partner_id: str) -> Partner:
        """Return a partner."""
        found = self._collection.find_one({"_id": partner_id})
        if found is None:
            raise not_found()
        return self._as_it_stands(found)

    def add(self, new: NewPartner, *, by: str) -> tuple[Partner, str]:
        """
        Register a partner; return it with its secret, which nobody can read again.

        Its id is a number that none of its kind ever had here. 409 when the name is in use.
        """
        while True:
            known = self.all()
            if any(each.name == new.name and not each.disabled for each in known):
                raise Problem(409, "conflict", _TAKEN, errors={"name": [_TAKEN]})
            secret = new_signing_secret()
            partner_id = next_id(new.kind, (each.id for each in known))
            partner = self._new(partner_id, new, secret, PartnerChange(ADDED, self._clock(), by))
            # Of two at once the second one finds the id taken, and looks again at the names.
            if self.keep(partner):
                _log.info("partner_added", partner=partner.id, by=by)
                return partner, secret

    def add_first(self, partner_id: str, name: str, secret: str) -> None:
        """Register the court of a first start, unless it is there."""
        act = PartnerChange(ADDED, self._clock(), SYSTEM.subject)
        self.keep(self._new(partner_id, NewPartner(name), secret, act))

    def take_over(self, rows: Iterable[Document]) -> None:
        """Keep partners as they stood elsewhere, secrets sealed; what is newer here stays."""
        for row in rows:
            older = {"_id": row["_id"], "version": {"$lt": row["version"]}}
            # One that is here and not older is in the way of being made anew.
            with suppress(DuplicateKeyError):
                self._collection.replace_one(older, row, upsert=True)

    def keep(self, partner: Partner) -> bool:
        """Store a new partner; tell whether its id was free."""
        return self._desk.insert(document_of(partner))

    def rotate(
        self, partner_id: str, overlap: timedelta, *, by: str, expected: Expected | None = None
    ) -> tuple[Partner, str]:
        """
        Give a partner another secret and return both.

        The secrets of before are taken for `overlap` from now, or until their own end if that is
        sooner: without overlap they end at once. 409 for one that was removed.
        """
        partner, now = self.find(partner_id), self._clock()
        if partner.disabled:
            raise Problem(409, "conflict", _REMOVED)
        secret = new_signing_secret()
        changed = replace(
            partner,
            secrets=(
                Secret(self._sealed(secret, partner_id), now),
                *_ended(partner.secrets, now, now + overlap),
            ),
        )
        hours = overlap // timedelta(hours=1)
        done = self._change(changed, PartnerChange(ROTATED, now, by, hours), expected)
        _log.info("partner_secret_rotated", partner=partner_id, overlap_hours=hours, by=by)
        return done, secret

    def remove(self, partner_id: str, *, by: str, expected: Expected | None = None) -> Partner:
        """Shut a partner out; it stays known, without any secret. Twice is as once."""
        partner = self.find(partner_id)
        if partner.disabled and not partner.secrets:
            return partner
        changed = replace(partner, secrets=(), disabled=True)
        done = self._change(changed, PartnerChange(REMOVED, self._clock(), by), expected)
        _log.info("partner_removed", partner=partner_id, by=by)
        return done

    def speaking(self) -> Iterator[tuple[Partner, tuple[str, ...]]]:
        """Yield every partner that may speak, with the secrets in clear that are valid now."""
        for found in self._collection.find({"disabled": False}):
            partner = self._as_it_stands(found)
            yield partner, tuple(self._opened(partner))

    def court_names(self) -> list[str]:
        """Return the full names of all courts that somebody may speak for, in order."""
        found = self._collection.find({"kind": COURT, "disabled": False})
        return sorted({name for each in found for name in partner_of(each).speaks_for})

    def heard(self, partner: Partner) -> None:
        """Note that a partner proved itself, unless that was noted within the last minute."""
        now = self._clock()
        if partner.heard_at is None or now - partner.heard_at >= HEARD_APART:
            wanted = {"_id": partner.id, "heard_at": partner.heard_at}
            self._collection.update_one(wanted, {"$set": {"heard_at": now}})

    def tidy(self) -> None:
        """Seal every secret under the active key, and forget those that have ended."""
        for partner in map(partner_of, self._collection.find()):
            kept = partner.at(self._clock()).secrets
            sealed = tuple(self._under_active_key(each, partner.id) for each in kept)
            if sealed != partner.secrets:
                before = {"_id": partner.id, "version": partner.version}
                self._desk.write(before, Write({"secrets": secret_documents(sealed)}))

    def from_before(self, found: Mapping[str, Any], act: PartnerChange) -> Partner:
        """Return a court of which only a secret in clear was kept, now sealed."""
        speaks_for = tuple(found.get("speaks_for") or ())
        name = "、".join(speaks_for) or found["_id"]
        new = NewPartner(name, speaks_for=speaks_for)
        partner = self._new(found["_id"], new, found["secret"], act)
        return replace(partner, disabled=found["disabled"], version=2)

    def _new(self, partner_id: str, new: NewPartner, secret: str, act: PartnerChange) -> Partner:
        return Partner(
            id=partner_id,
            name=new.name,
            kind=new.kind,
            speaks_for=tuple(new.speaks_for),
            rights=KINDS[new.kind].rights if new.rights is None else tuple(new.rights),
            secrets=(Secret(self._sealed(secret, partner_id), act.at),),
            acts=(act,),
        )

    def _change(self, partner: Partner, act: PartnerChange, expected: Expected | None) -> Partner:
        if expected is not None and not expected.holds(partner.version):
            raise Problem(412, "precondition-failed", _CHANGED)
        before = {"_id": partner.id, "version": partner.version}
        changed = replace(partner, acts=(*partner.acts, act), version=partner.version + 1)
        written = document_of(changed)
        # When it was last heard is written beside the version, and no reason to refuse.
        state = {name: written[name] for name in ("secrets", "disabled", "acts", "version")}
        # Not folded anew: a secret that was told a moment ago would be replaced at once.
        if self._desk.write(before, Write(state)) is None:
            raise _changed_meanwhile(expected)
        return changed

    def _sealed(self, secret: str, partner_id: str) -> str:
        return self._sealer.seal(secret, document=partner_id, field=_FIELD)

    def _opened(self, partner: Partner) -> Iterator[str]:
        for each in partner.secrets:
            try:
                yield self._sealer.open(each.sealed, document=partner.id, field=_FIELD)
            except UnsealError:
                continue  # told at the start; the others are heard all the same

    def _as_it_stands(self, found: Mapping[str, Any]) -> Partner:
        return partner_of(found).at(self._clock())

    def _under_active_key(self, secret: Secret, partner_id: str) -> Secret:
        try:
            clear = self._sealer.open(secret.sealed, document=partner_id, field=_FIELD)
        except UnsealError as error:
            _log.error("partner_secret_unreadable", partner=partner_id, error=str(error))
            return secret
        if self._sealer.is_under_active_key(secret.sealed):
            return secret
        return replace(secret, sealed=self._sealed(clear, partner_id))


def _ended(secrets: Iterable[Secret], now: datetime, end: datetime) -> Iterator[Secret]:
    for each in secrets:
        ended = replace(each, ends_at=min(each.ends_at or end, end))
        if ended.is_valid(now):
            yield ended


def _changed_meanwhile(expected: Expected | None) -> Problem:
    if expected is not None:
        return Problem(412, "precondition-failed", _CHANGED)
    return Problem(409, "changed-meanwhile", _CHANGED)
