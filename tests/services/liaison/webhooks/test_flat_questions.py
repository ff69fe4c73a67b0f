"""Whatever is asked of deliveries, one index covers the whole question."""

from __future__ import annotations

from datetime import UTC, datetime

from pymongo import MongoClient

from services.liaison.webhooks.deliveries import Deliveries
from shared.http.settings import Settings
from shared.storage.database import Document
from tests.services.coordination.test_flat_questions import Questions, covered


def test_lists_and_the_search_for_what_is_due_are_read_off_one_index(settings: Settings) -> None:
    questions = Questions()
    watched: MongoClient[Document] = MongoClient(
        settings.database_url, event_listeners=[questions], tz_aware=True
    )
    with watched as client:
        deliveries = Deliveries(client[settings.database_name])
        deliveries.prepare()
        questions.asked.clear()
        deliveries.page(after=None, size=9)
        deliveries.page(endpoint="e1", state="dead", after=None, size=9)
        deliveries.due("e1", datetime.now(UTC))
        deliveries.first_due("e1")
        deliveries.adopt({"_id": "e1", "url": "https://x.example/", "court": "某法院"}, ["e0"])

        assert questions.asked
        assert [
            each for each in questions.asked if not covered(client[settings.database_name], *each)
        ] == []
