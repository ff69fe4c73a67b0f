"""The stored cases of a track, in clear for those who may see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shared.casework.condensing import RECENT_ITEMS
from shared.casework.earlier_clocks import earlier_clocks, with_all
from shared.casework.entry import Document
from shared.casework.findable import TOLD, Findable, is_told_elsewhere
from shared.casework.guarding import SYSTEM, SYSTEM_ROLE, Actor
from shared.casework.history import ChainVerification, verify
from shared.casework.keys import CaseworkKeys
from shared.casework.procedure import Procedure
from shared.casework.quoting import quoted_versions, spelled_out, without_quotations
from shared.casework.store import CaseStore
from shared.http.problems import not_found
from shared.language import Text


class StoredCases:
    """Reads the cases of one track: personal values opened, long texts put in their places."""

    def __init__(self, procedure: Procedure, store: CaseStore, keys: CaseworkKeys) -> None:
        self.procedure = procedure
        self.store = store
        self.keys = keys
        self.findable = Findable(procedure, keys.search, self.opened)
        store.cards.found_by = self.findable

    def get(self, case_id: str, actor: Actor = SYSTEM) -> Document:
        """Return the whole case in clear; 404 when it is not there or not theirs."""
        return self.with_texts(self.with_all_clocks(self.find(case_id, actor)))

    def find(self, case_id: str, actor: Actor = SYSTEM) -> Document:
        """
        Return the case in clear, its long texts as quotations of the history; 404 as `get`.

        Its `history` is the end of the history, its `clocks` those that the document holds.
        """
        document = self.store.get(case_id)
        if document is None or not may_see(document, actor):
            raise not_found(
                Text("没有此案，或不由您的机关办理。", "No such case, or not your agency's.")
            )
        return self.in_clear(document)

    def in_clear(self, document: Mapping[str, Any]) -> Document:
        """
        Return a stored document with its personal values opened; its history stays sealed.

        Facts that an earlier release did not record yet are supplied from those that it did.
        """
        state = {name: value for name, value in document.items() if name != "history"}
        opened: Document = self.keys.sealer.open_all(state, document=document["_id"])
        if self.procedure.earlier:
            opened["facts"] = {**self.procedure.earlier(opened), **opened["facts"]}
        return {**opened, "history": document.get("history", [])}

    def opened(self, stored: Mapping[str, Any]) -> Document:
        """Return a stored document in clear, with the texts by which the case is found."""
        case = self.in_clear(stored)
        if not is_told_elsewhere(case):
            return case
        if not case["history"]:
            case["history"] = (self.store.get(case["_id"]) or case)["history"]
        return self.with_texts(case, *TOLD)

    def with_texts(self, case: Mapping[str, Any], *names: str) -> Document:
        """
        Return the case with the long texts of its facts, or of those named, spelled out.

        Of a list that is kept beyond its last items, older items are shown without theirs.
        """
        facts = {name: value for name, value in case["facts"].items() if not names or name in names}
        for name in self.procedure.keeps.keys() & facts.keys():
            older, recent = facts[name][:-RECENT_ITEMS], facts[name][-RECENT_ITEMS:]
            facts[name] = [*(without_quotations(item) for item in older), *recent]
        versions = quoted_versions(facts)
        if not versions:
            return dict(case)
        payloads = {
            entry["version"]: self.payload(case["_id"], entry)
            for entry in self.store.history.entries_at(case, versions)
        }
        return {**case, "facts": case["facts"] | spelled_out(facts, payloads)}

    def with_all_clocks(self, case: Mapping[str, Any]) -> Document:
        """Return the case with the clocks in it that ended long ago and lie beside it."""
        earlier = earlier_clocks(case)
        stored = self.store.clocks.read(case["_id"], earlier) if earlier["count"] else []
        return with_all(case, self.keys.sealer.open_all(stored, document=case["_id"]))

    def payload(self, case_id: str, entry: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the payload of an entry in clear."""
        opened: Mapping[str, Any] = self.keys.sealer.open_all(entry["payload"], document=case_id)
        return opened

    def actor(self, case_id: str, entry: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return who gave the command of an entry, with their name in clear."""
        opened: Mapping[str, Any] = self.keys.sealer.open_all(entry["actor"], document=case_id)
        return opened

    def history(self, case: Mapping[str, Any], *, after: int = 0) -> Iterator[Document]:
        """Yield the entries of a case beyond version `after`, oldest first, still sealed."""
        return self.store.history.entries(case, after=after)

    def history_back(
        self, case: Mapping[str, Any], *, before: int | None = None
    ) -> Iterator[Document]:
        """Yield the entries of a case before version `before`, or all, latest first."""
        return self.store.history.entries_back(case, before=before)

    def verify_history(self, case_id: str) -> ChainVerification:
        """Check the hash chain of a stored case, wherever its entries lie."""
        stored = self.store.get(case_id) or {"_id": case_id, "history": [], "version": 0}
        entries = self.store.history.entries(stored)
        return verify(entries, self.keys.history_key, version=stored["version"])


def may_see(case: Mapping[str, Any], actor: Actor) -> bool:
    """Say whether the actor's agency handles, or has handled, the case."""
    return actor.role == SYSTEM_ROLE or actor.agency_code in case["agencies"]
