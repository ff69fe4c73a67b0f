"""The papers of a case over HTTP: hand in, list, hand out, withdraw."""

from __future__ import annotations

import io
from http import HTTPStatus
from typing import Any

from flask import Response, request

from shared.attachments.form import FIELD
from shared.attachments.kinds import KINDS
from shared.attachments.refusals import refused
from shared.attachments.scanner import Scans
from shared.attachments.settings import AttachmentSettings
from shared.attachments.store import Kept, PaperStore
from shared.attachments.thumbnails import DRAWN_KINDS, thumbnail
from shared.casework.access_log import Access
from shared.casework.asking import current_actor
from shared.casework.attaching import ATTACH, WITHDRAW, WITHDRAWN, papers_of
from shared.casework.attachment_answers import (
    AttachmentListAnswer,
    DownloadQuery,
    Withdrawing,
    uploading,
)
from shared.casework.casework import Casework
from shared.casework.entry import Request
from shared.casework.guarding import Actor, wrong_role
from shared.casework.may_act import check_may_act
from shared.casework.paper_responses import FILE, PICTURE, file_response, picture_response
from shared.casework.payloads import load_payload
from shared.casework.personal import Personal
from shared.casework.received_papers import Received, Reception
from shared.casework.rendering import CaseView
from shared.casework.revealing import ATTACHMENT
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.bodies import read_json
from shared.http.idempotency import idempotency_key
from shared.http.operations import KEY_PARAMETER
from shared.http.problems import Problem, not_found, unavailable
from shared.http.schemas import load_query
from shared.http.tracing import current_traceparent
from shared.language import Text
from shared.storage.database import Database

_OVERSIGHT = frozenset({"supervisor", "admin"})
_LISTED_TEXT = Text("查看附件", "read the papers of a case")


def papers_resource(casework: Casework, database: Database) -> DocumentedBlueprint:
    """Return the routes for the papers of the cases of a track, their storage prepared."""
    settings = AttachmentSettings.from_environment()
    store = PaperStore(database, lambda key: casework.keys.sealer.key_for("papers", key))
    scans = Scans(database, settings.scanner)
    store.prepare()
    scans.prepare()
    return Papers(casework, store, scans, settings).blueprint()


class Papers:
    """Serves the papers of one track."""

    routes = DocumentedBlueprint("attachments", __name__)

    def __init__(
        self, casework: Casework, store: PaperStore, scans: Scans, settings: AttachmentSettings
    ) -> None:
        self._casework = casework
        self._store = store
        self._reception = Reception(scans, settings)
        self._most_of_a_case = settings.most_of_a_case
        self._view = CaseView(casework.procedure, casework.rules, lambda: casework.calendar)

    def blueprint(self) -> DocumentedBlueprint:
        """Return the documented routes; `UnlabelledError` for a field without words."""
        collection, label = self._casework.procedure.collection, self._casework.procedure.label
        routes = DocumentedBlueprint(
            f"{collection}_attachments",
            __name__,
            url_prefix=f"{API}/{collection}/<case_id>/attachments",
            description=f"{label.zh}附件 {label.en} papers",
        )
        return self.routes.bound_to(self, routes)

    @routes.post("")
    @routes.headers(KEY_PARAMETER)
    @routes.unstored
    @routes.response(201, AttachmentListAnswer)
    @routes.doc(
        summary="添加附件 / attach papers", requestBody=uploading(FIELD), operationId=ATTACH
    )
    def attach(self, case_id: str) -> dict[str, Any]:
        """Keep the files of a form with the case, each one entry; the same content is one paper."""
        # Read first: a caller who still sends would not hear the refusal.
        files = self._reception.files()
        actor = self._who_may(ATTACH)
        case = self._casework.find(case_id, actor)
        check_may_act(case, self._request(ATTACH, {}, actor))
        key = idempotency_key()
        self._check_number(case, len(files))
        received = self._reception.checked(files)
        for each in received:
            self._store.put(each.content, each.source, each.size)
        for place, each in enumerate(received):
            self._attach(case_id, each, actor, f"{key}.{place}" if key else None)
        return self._list(self._casework.find(case_id, actor))

    @routes.get("")
    @routes.unstored
    @routes.response(200, AttachmentListAnswer)
    @routes.doc(summary="案件的附件 / the papers of a case", operationId="attachments")
    def listed(self, case_id: str) -> dict[str, Any]:
        """List the papers of a case, those that were withdrawn with the reason."""
        return self._list(self._readable(case_id))

    @routes.get("/<attachment_id>")
    @routes.reads(DownloadQuery, location="query")
    @routes.alt_response(410)
    @routes.doc(summary="下载附件 / one paper, as a file", operationId="attachment", responses=FILE)
    def download(self, case_id: str, attachment_id: str) -> Response:
        """
        Hand a paper out as a file; who saw it and what for is written down first.

        Raises `Problem`: 404 for none, 410 with the reason for one that was withdrawn.
        """
        case = self._readable(case_id)
        purpose = load_query(DownloadQuery(), request.args)["purpose"]
        paper = self._paper_of(case, attachment_id)
        kept = self._kept(paper)
        access = Access(
            case_id=case_id,
            number=case["number"],
            party=attachment_id,
            party_role="",
            fields=(ATTACHMENT,),
            purpose=purpose,
        )
        self._casework.store.access_log.write(access, current_actor(), self._casework.keys.sealer)
        return file_response(self._store, kept, KINDS[paper["kind"]], paper["name"])

    @routes.get("/<attachment_id>/thumbnail")
    @routes.alt_response(410)
    @routes.doc(
        summary="附件缩略图 / a small picture of a paper",
        operationId="attachment_thumbnail",
        responses=PICTURE,
    )
    def thumbnail(self, case_id: str, attachment_id: str) -> Response:
        """Return a small picture of a paper, drawn once; 404 where none can be drawn, 410 as it."""
        paper = self._paper_of(self._readable(case_id), attachment_id)
        content = f"{paper['sha256']} thumbnail"
        drawn = self._store.find(content)
        if drawn is None:
            made = self._drawn(paper)
            self._store.put(content, io.BytesIO(made), len(made))
            drawn = self._store.find(content)
        if drawn is None or drawn.size == 0:
            raise not_found(Text("此附件没有缩略图。", "No picture of this paper."))
        return picture_response(self._store, drawn)

    @routes.post("/<attachment_id>/withdraw")
    @routes.headers(KEY_PARAMETER)
    @routes.reads(Withdrawing)
    @routes.unstored
    @routes.response(200, AttachmentListAnswer)
    @routes.doc(summary="撤下附件 / withdraw a paper", operationId=WITHDRAW)
    def withdraw(self, case_id: str, attachment_id: str) -> dict[str, Any]:
        """Let a paper no longer count, with a reason; it stays listed, and is not handed out."""
        actor = self._who_may(WITHDRAW)
        said = load_payload(Withdrawing(), read_json(request))
        name = {"by": Personal(actor.name)} if actor.name else {}
        payload = {"attachment": attachment_id, **said, **name}
        asked = self._request(WITHDRAW, payload, actor, idempotency_key())
        self._casework.perform(case_id, asked)
        return self._list(self._casework.find(case_id, actor))

    def _drawn(self, paper: dict[str, Any]) -> bytes:
        """Return the picture; nothing, which is kept too, where none can be drawn; 503: not now."""
        if paper["kind"] not in DRAWN_KINDS:
            return b""
        try:
            return thumbnail(paper["kind"], self._store.read(self._kept(paper))) or b""
        except TimeoutError as error:
            raise unavailable() from error

    def _attach(self, case_id: str, paper: Received, actor: Actor, key: str | None) -> None:
        payload = {
            "id": paper.id,
            "sha256": paper.content,
            "kind": paper.kind.name,
            "size": paper.size,
            "name": Personal(paper.name),
            **({"by": Personal(actor.name)} if actor.name else {}),
        }
        request_ = self._request(ATTACH, payload, actor, key)
        try:
            # Several files of one case may come at one moment.
            self._casework.perform_as_system(case_id, request_)
        except Problem as problem:
            there = papers_of(self._casework.find(case_id, actor))
            if problem.code != "conflict" or paper.id not in there:
                raise

    def _request(
        self, command: str, payload: dict[str, Any], actor: Actor, key: str | None = None
    ) -> Request:
        return Request(
            command=self._casework.command(command),
            payload=payload,
            actor=actor,
            key=key,
            traceparent=current_traceparent(),
        )

    def _who_may(self, command: str) -> Actor:
        actor, known = current_actor(), self._casework.command(command)
        if actor.role not in known.roles:
            raise wrong_role(known.label)
        return actor

    def _readable(self, case_id: str) -> dict[str, Any]:
        actor = current_actor()
        if actor.role not in self._casework.officers | _OVERSIGHT:
            raise wrong_role(_LISTED_TEXT)
        case = self._casework.find(case_id, actor)
        if self._view.hides_from(case, actor):
            raise not_found()
        return case

    def _check_number(self, case: dict[str, Any], more: int) -> None:
        most = self._most_of_a_case
        if len(papers_of(case)) + more > most:
            text = Text(f"一件案件最多 {most} 个附件。", f"A case has at most {most} attachments.")
            raise refused(FIELD, text)

    def _paper_of(self, case: dict[str, Any], attachment_id: str) -> dict[str, Any]:
        found = papers_of(self._casework.with_texts(case, WITHDRAWN)).get(attachment_id)
        if found is None:
            raise not_found(Text("本案没有此附件。", "No such paper of the case."))
        if found["withdrawn"] is not None:
            raise _gone(found)
        return found

    def _kept(self, paper: dict[str, Any]) -> Kept:
        kept = self._store.find(paper["sha256"])
        if kept is None:
            raise not_found()
        return kept

    def _list(self, case: dict[str, Any]) -> dict[str, Any]:
        items = [
            {
                **paper,
                "kind_label": KINDS[paper["kind"]].label.as_dict(),
                "thumbnail": paper["kind"] in DRAWN_KINDS,
            }
            for paper in papers_of(self._casework.with_texts(case)).values()
        ]
        return {"items": items}


def _gone(paper: dict[str, Any]) -> Problem:
    on, why = paper["withdrawn_on"], paper["withdrawn"]
    by = paper["withdrawn_by"] or ""
    return Problem(
        HTTPStatus.GONE,
        "paper-withdrawn",
        Text(
            f"此附件已于 {on} 由{by or '承办人员'}撤下，不再提供：{why}",
            f"This paper was withdrawn on {on} by {by or 'an officer'} and is not handed out any "
            f"more: {why}",
        ),
    )
