"""Which tracks there are: those that the law between the tracks names, and those heard of."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from shared.casework.payload_parts import TRACKS
from shared.http.descriptions import operations
from shared.http.problems import invalid
from shared.language import Text
from shared.storage.database import Database, create_collections

COLLECTION = "tracks_heard"


class KnownTracks:
    """
    Remembers the tracks that events came from: `{_id: track}`, written once for each.

    Only so can a new track be asked for by its name, and a typing error be told from it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._heard = database[COLLECTION]
        self._known = set(TRACKS)

    def prepare(self) -> None:
        """Create the collection."""
        create_collections(self._database, (COLLECTION,))

    def note(self, track: str) -> None:
        """Remember the track of an event."""
        if track not in self._known:
            self._heard.update_one({"_id": track}, {"$set": {"_id": track}}, upsert=True)
            self._known.add(track)

    def names(self) -> list[str]:
        """Return all of them."""
        return sorted({*TRACKS, *(str(each["_id"]) for each in self._heard.find())})

    def describe(self, document: dict[str, Any]) -> dict[str, Any]:
        """Return `document`, changed: who asks by track may name those heard of too."""
        names = self.names()
        for _path, _method, operation in operations(document):
            for parameter in operation.get("parameters", ()):
                choices = parameter.get("schema", {}).get("enum")
                if parameter.get("name") == "track" and choices:
                    choices += [name for name in names if name not in choices]
        return document

    def check(self, track: str | None, *, also: Collection[str] = ()) -> None:
        """
        Refuse (422) to narrow a list to a track that does not exist; None is no track at all.

        `also` is what else the list may be narrowed to, as where a referral leads to.
        """
        if track is None or track in self._known or track in also:
            return
        names = sorted({*self.names(), *also})
        if track not in names:
            zh, en = "、".join(names), ", ".join(names)
            raise invalid(
                {"track": [Text(f"没有此程序。可用：{zh}", f"No such track. Known: {en}")]}
            )
        self._known.add(track)
