"""The one place where reporting is put together."""

from __future__ import annotations

from dataclasses import dataclass

from services.reporting.cases import ReportedCases
from services.reporting.standing import ReportedStanding
from shared.casework.calendar_shelf import CalendarShelf
from shared.http.client import ServiceClient
from shared.http.identity import IdentitySigner
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from shared.law import load_rules, official_calendar
from shared.storage.database import Database, connect


@dataclass(frozen=True, slots=True)
class Reporting:
    """What the web process and the worker of reporting are made of."""

    database: Database
    shelf: CalendarShelf
    cases: ReportedCases
    standing: ReportedStanding


def reporting_on(settings: Settings) -> Reporting:
    """Return reporting on its database, with the rules of this release and the calendar in use."""
    database = connect(settings)
    signer = IdentitySigner(
        SecretFolder(settings.secrets_dir).private_key(settings.service), settings.service
    )
    shelf = CalendarShelf(database, official_calendar())
    return Reporting(
        database,
        shelf,
        ReportedCases(database, load_rules(), shelf.current),
        ReportedStanding(ServiceClient(settings, signer)),
    )
