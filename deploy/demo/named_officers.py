"""The officers of the demo: an office of people with names, who may all sign in."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from deploy.demo.client import HttpAnswer, InstallationError, Officers
from deploy.demo.memory import Memory
from deploy.demo.scenario_fields import Fields
from shared.http.identity import OFFICER_ROLES, ROLE_NAMES
from shared.language import Text

FILE = Path(__file__).parent / "living" / "officers.yaml"
_ADMIN = "admin"
# Long enough against guessing where sign-in is limited, short enough to be typed once.
_PASSWORD_BYTES = 8


@dataclass(frozen=True, slots=True)
class NamedOfficer:
    """An officer as the file names one."""

    username: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Office:
    """An agency with its people."""

    agency: Mapping[str, str]
    region: str
    people: Sequence[NamedOfficer]


def read_office(path: Path = FILE) -> Office:
    """Return the office of the file; `ScenarioError` names what is wrong with it."""
    root = Fields.read(path.read_text("utf-8"), path.name)
    agency = root.fields("agency")
    found = Office(
        {"code": agency.words("code"), "name": agency.words("name")},
        root.words("region"),
        tuple(_person(fields) for fields in root.each("people")),
    )
    agency.end()
    root.end()
    return found


def _person(fields: Fields) -> NamedOfficer:
    roles = frozenset(OFFICER_ROLES)
    person = NamedOfficer(
        fields.words("username"), fields.words("name"), fields.word_of("role", roles)
    )
    fields.end()
    return person


def admit(office: Office, officers: Officers, memory: Memory) -> None:
    """
    See that everybody of the office has an account, and let them be asked for.

    Passwords are random, and stand in the memory of the demo alone. Whose password is not known
    any longer, or no longer right, gets another one.
    """
    for person in office.people:
        known = memory.officers.get(person.username)
        if known is None or not officers.may_sign_in(known["username"], known["password"]):
            password = _account(person, office, officers)
            memory.officers[person.username] = {
                "username": person.username,
                "password": password,
                "name": person.name,
                "role": person.role,
            }
            memory.save()
        officers.admit(person.username, memory.officers[person.username]["password"])


def tell_names(memory: Memory, address: str, say: Callable[[Text], None]) -> None:
    """Say who may sign in, where, and where the passwords stand."""
    say(Text(f"在 {address} 可用下列用户名登录", f"sign in at {address} as one of"))
    for officer in memory.officers.values():
        role = ROLE_NAMES[officer["role"]]
        say(
            Text(
                f"  {officer['username']}　{officer['name']}（{role.zh}）",
                f"{role.en}",
            )
        )
    say(
        Text(
            f"口令在 {memory.path}，仅其所有者可读",
            "the passwords stand in that file, which its owner alone can read",
        )
    )


def _account(person: NamedOfficer, office: Office, officers: Officers) -> str:
    """Make the account, or take over the one there is; return a password of its own choice."""
    wanted = {
        "username": person.username,
        "name": person.name,
        "role": person.role,
        "agency": office.agency,
        "region": office.region,
    }
    key = f"demo-{secrets.token_hex(8)}"
    made = officers.post(_ADMIN, "/accounts", wanted, key)
    if made.status == HTTPStatus.CONFLICT:
        path = f"/accounts/{person.username}/reset-password"
        made = officers.post(_ADMIN, path, {}, key)
    _check(made, person)
    password = secrets.token_hex(_PASSWORD_BYTES)
    # A password that was told by somebody else opens nothing until it is changed.
    officers.admit(person.username, made.body["password"])
    change = {"old": made.body["password"], "new": password}
    _check(officers.post(person.username, "/me/password", change, f"{key}-own"), person)
    officers.admit(person.username, password)
    return password


def _check(answer: HttpAnswer, person: NamedOfficer) -> None:
    if not answer.ok:
        told = f"{person.username}: {answer.status} {answer.body.get('detail', '')}"
        raise InstallationError(Text(f"无法建立账号 {told}", f"no account for {told}"))
