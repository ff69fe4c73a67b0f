"""The accounts that a new installation starts with."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from gateway.accounts.passwords import new_secret
from gateway.accounts.store import Account, AccountError, Accounts
from shared.demonstration import AGENCY_CODE, AGENCY_NAME, REGION
from shared.http.identity import OFFICER_ROLES, ROLE_NAMES
from shared.http.signing_secrets import new_signing_secret
from shared.storage.database import Database

_MARKER = "first_accounts"


def create_first_accounts(database: Database, credentials_path: Path) -> bool:
    """
    Make one account per role on the first start; tell whether it did.

    The secrets are random and written to `credentials_path` (mode 0600) before the accounts are
    stored, so an interrupted start finishes with the same file. Neither the file nor an account
    is ever overwritten, and later starts make nothing again, whatever was removed by then. The
    terminal and the court in the file are registered by liaison.
    """
    if database["installation"].find_one({"_id": _MARKER}):
        return False
    _write_once(credentials_path, _new_credentials())
    credentials = json.loads(credentials_path.read_text("utf-8"))
    for role, officer in credentials["officers"].items():
        _add(Accounts(database), role, officer)
    database["installation"].update_one({"_id": _MARKER}, {"$set": {"done": True}}, upsert=True)
    return True


def _new_credentials() -> dict[str, Any]:
    return {
        "officers": {role: {"username": role, "password": new_secret()} for role in OFFICER_ROLES},
        "terminal": {"id": "terminal-1", "key": new_secret()},
        "court": {"id": "court-1", "secret": new_signing_secret()},
    }


def _write_once(path: Path, credentials: dict[str, Any]) -> None:
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(credentials, file, ensure_ascii=False, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        # Unlike a rename, a link refuses to replace the file of an earlier or another start.
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        os.unlink(draft)


def _add(accounts: Accounts, role: str, officer: dict[str, str]) -> None:
    account = Account(
        username=officer["username"],
        name=f"演示{ROLE_NAMES[role].zh}",
        role=role,
        agency_code=AGENCY_CODE,
        agency_name=AGENCY_NAME,
        region=REGION,
    )
    try:
        accounts.add(account, officer["password"])
    except AccountError:
        # Stored by the start that was interrupted; anything else is not ours to explain away.
        if accounts.find(account.username) is None:
            raise
