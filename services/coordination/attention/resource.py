"""What waits in the matters of the caller's agency, page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from marshmallow import Schema, fields

from services.coordination.answers import ConflictAnswer, LimitationAnswer
from services.coordination.assembly import Coordination
from services.coordination.attention.lists import LATEST, PEOPLE, SOONEST
from services.coordination.joining.answers import (
    CaseReference,
    LikenessAnswer,
    PersonProposalAnswer,
)
from services.coordination.joining.views import shown_proposals
from services.coordination.matters.view import with_advice
from shared.casework.answers import AgencyAnswer
from shared.disputes.people import People
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import officer
from shared.http.identity import current_identity
from shared.http.page_query import PageQuery
from shared.http.paging import page_read
from shared.http.schemas import IsoDate
from shared.legal_day import today
from shared.storage.database import Document, DocumentCollection
from shared.storage.keys import scope
from shared.storage.lists import Lists

Page: TypeAlias = dict[str, Any]


class MatterConflicts(Schema):
    """A matter with the conflicts that are open in it."""

    matter_id = fields.String()
    act_number = fields.String(allow_none=True)
    agencies = fields.List(fields.Nested(AgencyAnswer))
    conflicts = fields.List(fields.Nested(ConflictAnswer))


class ConflictsPage(Schema):
    """One page of matters with conflicts, the latest found first."""

    items = fields.List(fields.Nested(MatterConflicts))
    next_cursor = fields.String(allow_none=True)


class StandingProposal(Schema):
    """Two cases that may be one dispute; the first matter that the caller may see decides it."""

    id = fields.String(attribute="_id")
    matter_id = fields.String()
    cases = fields.List(fields.Nested(CaseReference))
    likeness = fields.List(fields.Nested(LikenessAnswer))
    proposed_on = IsoDate()


class ProposalsPage(Schema):
    """One page of proposals that wait for a decision, the latest first."""

    items = fields.List(fields.Nested(StandingProposal))
    next_cursor = fields.String(allow_none=True)


class MatterPeople(Schema):
    """A matter with those of its people who may be one."""

    matter_id = fields.String()
    act_number = fields.String(allow_none=True)
    people_proposals = fields.List(fields.Nested(PersonProposalAnswer))


class PeoplePage(Schema):
    """One page of matters with people who may be one, the latest opened first."""

    items = fields.List(fields.Nested(MatterPeople))
    next_cursor = fields.String(allow_none=True)


class MatterWarnings(Schema):
    """A matter with the rights that soon run out in it."""

    matter_id = fields.String()
    cases = fields.List(fields.Nested(CaseReference))
    rights = fields.List(fields.Nested(LimitationAnswer))


class WarningsPage(Schema):
    """One page of matters with warnings, the soonest last day first."""

    items = fields.List(fields.Nested(MatterWarnings))
    next_cursor = fields.String(allow_none=True)


class AttentionResource:
    """Serves the lists over all matters, narrowed to the caller's agency."""

    routes = DocumentedBlueprint(
        "attention", __name__, url_prefix=API, description="待处理事项 what waits"
    )

    def __init__(self, coordination: Coordination) -> None:
        self._matters = coordination.matters
        self._watch = coordination.watch

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.get("/attention/conflicts")
    @routes.asked_by(officer)
    @routes.arguments(PageQuery, location="query")
    @routes.unstored
    @routes.response(200, ConflictsPage)
    @routes.doc(summary="本机关各争议中尚未解决的冲突 / open conflicts in all matters")
    def list_conflicts(self, asked: Mapping[str, Any]) -> Page:
        """List the matters in which a conflict is open."""
        return _page(asked, self._matters.matters, LATEST, _conflicts)

    @routes.get("/attention/proposals")
    @routes.asked_by(officer)
    @routes.arguments(PageQuery, location="query")
    @routes.unstored
    @routes.response(200, ProposalsPage)
    @routes.doc(summary="等待决定的关联建议 / link proposals that wait for a decision")
    def list_proposals(self, asked: Mapping[str, Any]) -> Page:
        """List the proposals that stand; one whose cases were joined meanwhile stands no longer."""
        proposals = self._matters.proposals
        code = current_identity().agency_code

        def shown(pair: Document) -> dict[str, Any] | None:
            homes = [self._home(case["case_id"]) for case in pair["cases"]]
            known = [home for home in homes if home is not None]
            if len({home["_id"] for home in known}) < len(pair["cases"]):
                proposals.forget(pair["_id"])
                return None
            # The page that the caller may decide on, if there is one.
            own = next((home for home in known if _handled_by(home, code)), known[0])
            return {**pair, "matter_id": own["_id"]}

        return _page(asked, proposals.pairs, LATEST, shown)

    @routes.get("/attention/people-proposals")
    @routes.asked_by(officer)
    @routes.arguments(PageQuery, location="query")
    @routes.unstored
    @routes.response(200, PeoplePage)
    @routes.doc(
        summary="可能是同一人、等待决定的 / people who may be one, for an officer to decide"
    )
    def list_people(self, asked: Mapping[str, Any]) -> Page:
        """List the matters in which people may be one."""
        return _page(asked, self._matters.matters, PEOPLE, _people)

    @routes.get("/attention/limitation-warnings")
    @routes.asked_by(officer)
    @routes.arguments(PageQuery, location="query")
    @routes.unstored
    @routes.response(200, WarningsPage)
    @routes.doc(summary="即将届满的权利 / rights that soon run out")
    def list_warnings(self, asked: Mapping[str, Any]) -> Page:
        """List the matters in which a right soon runs out."""
        on = today()

        def shown(matter: Document) -> dict[str, Any] | None:
            last_days = {each["last_on"] for each in matter["standing"]}
            rights = [
                right
                for right in self._watch.rows(matter["_id"], on)
                if right["status"] == "open" and right["last_on"] in last_days
            ]
            cases = {each["case_id"]: each for each in matter["standing"]}
            return {"matter_id": matter["_id"], "cases": list(cases.values()), "rights": rights}

        return _page(asked, self._watch.matters, SOONEST, shown)

    def _home(self, case_id: str) -> Document | None:
        holding = self._matters.shelf.holding(case_id)
        return holding[0] if holding else None


def _handled_by(matter: Mapping[str, Any], code: str) -> bool:
    return any(case["agency_code"] == code for case in matter["cases"].values())


def _people(matter: Document) -> dict[str, Any]:
    people = People(matter["cases"].values(), matter["people"])
    return _named(matter) | {"people_proposals": shown_proposals(people, matter["cases"])}


def _named(matter: Document) -> dict[str, Any]:
    numbers = (each["act_number"] for each in matter["cases"].values())
    return {"matter_id": matter["_id"], "act_number": next(filter(None, numbers), None)}


def _conflicts(matter: Document) -> dict[str, Any]:
    return {
        **_named(matter),
        "agencies": matter["agencies"],
        "conflicts": [
            with_advice(each) for each in matter["conflicts"] if each["status"] == "open"
        ],
    }


def _page(
    asked: Mapping[str, Any],
    rows: DocumentCollection,
    lists: Lists,
    show: Callable[[Document], dict[str, Any] | None],
) -> Page:
    """Return one page of the caller's agency; what stands no longer is left out of it."""
    place, own = lists.place, scope(current_identity().agency_code)

    def read(after: str | None, size: int) -> list[Document]:
        return lists.page(rows, own, {}, size=size, after=after, rest={})

    answer = page_read(asked, place, read, lambda row: str(row[place]), show)
    answer["items"] = [item for item in answer["items"] if item is not None]
    return answer
