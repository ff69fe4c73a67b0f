"""Accounts from the command line: `python -m gateway.accounts --help`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from gateway.accounts.first import create_first_accounts
from gateway.accounts.passwords import new_secret
from gateway.accounts.store import Account, AccountError, Accounts
from shared.casework.organisation_codes import read_organisation_code
from shared.http.identity import OFFICER_ROLES
from shared.http.settings import Settings
from shared.storage.database import Database, connect


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; 1 when it cannot be done, with the reason."""
    options = _parser().parse_args(arguments)
    database = connect(Settings.from_environment())
    try:
        _COMMANDS[options.command](database, options)
    except AccountError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m gateway.accounts", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    bootstrap = commands.add_parser("bootstrap", help="make the first accounts, once")
    bootstrap.add_argument("credentials", type=Path, help="file to write their secrets to")
    add = commands.add_parser("add", help="add an account; its new password is printed once")
    add.add_argument("username")
    add.add_argument("--role", choices=OFFICER_ROLES, required=True)
    for name in ("name", "agency-name"):
        add.add_argument(f"--{name}", required=True)
    add.add_argument("--agency-code", type=_agency_code, required=True)
    add.add_argument("--region", type=_region, required=True)
    add.add_argument("--one-time", action="store_true", help=_ONE_TIME)
    commands.add_parser("list", help="list the accounts")
    for command, text in (
        ("disable", "close an account and void its tokens"),
        ("enable", "open a closed account again"),
    ):
        commands.add_parser(command, help=text).add_argument("username")
    reset = commands.add_parser("reset", help="set a new password, printed once; void the tokens")
    reset.add_argument("username")
    reset.add_argument("--one-time", action="store_true", help=_ONE_TIME)
    return parser


_ONE_TIME = "the password only serves to choose another one"


def _agency_code(value: str) -> str:
    # The code is the border of what an officer may see: a slip would open or close it.
    code = read_organisation_code(value)
    if code is None:
        raise argparse.ArgumentTypeError("not a unified social credit code (GB 32100)")
    return code


def _region(value: str) -> str:
    if not (len(value) == 6 and value.isascii() and value.isdigit()):
        raise argparse.ArgumentTypeError("a region has six digits (GB/T 2260)")
    return value


def _bootstrap(database: Database, options: argparse.Namespace) -> None:
    made = create_first_accounts(database, options.credentials)
    print(f"{'made' if made else 'kept'} {options.credentials}")


def _add(database: Database, options: argparse.Namespace) -> None:
    account = Account(
        username=options.username,
        name=options.name,
        role=options.role,
        agency_code=options.agency_code,
        agency_name=options.agency_name,
        region=options.region,
        one_time=options.one_time,
    )
    password = new_secret()
    Accounts(database).add(account, password)
    print(password)


def _list(database: Database, _options: argparse.Namespace) -> None:
    for account in Accounts(database).all():
        state = "disabled" if account.disabled else "open"
        fields = (account.username, account.role, account.agency_code, account.region, state)
        print("\t".join(fields))


def _disable(database: Database, options: argparse.Namespace) -> None:
    Accounts(database).disable(options.username)


def _enable(database: Database, options: argparse.Namespace) -> None:
    Accounts(database).enable(options.username)


def _reset(database: Database, options: argparse.Namespace) -> None:
    password = new_secret()
    Accounts(database).set_password(options.username, password, one_time=options.one_time)
    print(password)


_COMMANDS = {
    "bootstrap": _bootstrap,
    "add": _add,
    "list": _list,
    "disable": _disable,
    "enable": _enable,
    "reset": _reset,
}

if __name__ == "__main__":
    raise SystemExit(main())
