"""The papers of a case over HTTP: hand in, list, hand out, withdraw."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from itertools import chain
from typing import Any, BinaryIO
from urllib.parse import quote

from flask import Response, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import UnsupportedMediaType

from shared.attachments.form import FIELD
from shared.attachments.kinds import KINDS, PaperKind, recognised
from shared.attachments.names import kept_name
from shared.attachments.refusals import refused, too_large
from shared.attachments.scanner import Scans
from shared.attachments.settings import AttachmentSettings
from shared.attachments.store import Kept, PaperStore
from shared.attachments.thumbnails import DRAWN_KINDS, thumbnail
from shared.casework.access_log import Access
from shared.casework.asking import current_actor
from shared.casework.attaching import ATTACH, ID_LENGTH, WITHDRAW, WITHDRAWN, papers_of
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
from shared.casework.payloads import load_payload
from shared.casework.personal import Personal
from shared.casework.rendering import CaseView
from shared.casework.revealing import ATTACHMENT
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.bodies import read_json
from shared.http.idempotency import idempotency_key
from shared.http.operations import KEY_PARAMETER
from shared.http.problems import Problem, not_found
from shared.http.schemas import load_query
from shared.http.tracing import current_traceparent
from shared.language import Text
from shared.storage.database import Database

MOST_AT_ONCE = 20
# A paper handed out may never run here, whatever it is.
_HARMLESS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
_OVERSIGHT = frozenset({"supervisor", "admin"})
_BLOCK = 256 * 1024


_BINARY = {"type": "string", "format": "binary"}
_OF_ANY_KIND = {"content": {each.media_type: {"schema": _BINARY} for each in KINDS.values()}}
_FILE = {"200": _OF_ANY_KIND, "206": _OF_ANY_KIND}
_PICTURE = {"200": {"content": {"image/jpeg": {"schema": _BINARY}}}}
_LISTED_TEXT = Text("查看附件", "read the papers of a case")


@dataclass(frozen=True, slots=True)
class Received:
    """A paper that was checked and may be kept."""

    source: BinaryIO
    content: str
    size: int
    kind: PaperKind
    name: str

    @property
    def id(self) -> str:
        """The same content is the same paper of a case."""
        return self.content[:ID_LENGTH]


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
        self._scans = scans
        self._settings = settings
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
        files = self._files()
        actor = self._who_may(ATTACH)
        case = self._casework.find(case_id, actor)
        check_may_act(case, self._request(ATTACH, {}, actor))
        key = idempotency_key()
        self._check_number(case, len(files))
        received = [self._received(file, f"{FIELD}.{place}") for place, file in enumerate(files)]
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
    @routes.doc(
        summary="下载附件 / one paper, as a file", operationId="attachment", responses=_FILE
    )
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
        kind = KINDS[paper["kind"]]
        response = _part_of(self._store, kept)
        response.headers["Content-Type"] = kind.media_type
        plain = f"attachment.{kind.ending}"
        name = quote(paper["name"], safe="")
        response.headers["Content-Disposition"] = (
            f"attachment; filename=\"{plain}\"; filename*=UTF-8''{name}"
        )
        response.headers.update(_HARMLESS)
        return response

    @routes.get("/<attachment_id>/thumbnail")
    @routes.alt_response(410)
    @routes.doc(
        summary="附件缩略图 / a small picture of a paper",
        operationId="attachment_thumbnail",
        responses=_PICTURE,
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
        response = Response(b"".join(self._store.read(drawn)), mimetype="image/jpeg")
        response.headers.update(_HARMLESS)
        return response

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
        """Return the picture; nothing, which is kept too, where none can be drawn."""
        if paper["kind"] not in DRAWN_KINDS:
            return b""
        return thumbnail(paper["kind"], self._store.read(self._kept(paper))) or b""

    def _files(self) -> list[FileStorage]:
        if request.mimetype != "multipart/form-data":
            raise UnsupportedMediaType
        request.max_content_length = self._settings.request_bytes
        request.max_form_parts = MOST_AT_ONCE + 1
        files = request.files.getlist(FIELD)
        if not files:
            text = Text("请选择文件。", "Choose a file.")
            raise refused(FIELD, text)
        return files

    def _received(self, file: FileStorage, field: str) -> Received:
        source: Any = file.stream
        digest, size = hashlib.sha256(), 0
        source.seek(0)
        while block := source.read(_BLOCK):
            digest.update(block)
            size += len(block)
        if size > self._settings.file_bytes:
            most = self._settings.file_megabytes
            raise too_large(Text(f"附件超过 {most} MB。", f"A paper has more than {most} MB."))
        if size == 0:
            raise refused(field, Text("文件是空的。", "The file is empty."))
        kind = recognised(source, field, self._settings.kinds)
        name = kept_name(file.filename, kind, field)
        content = digest.hexdigest()
        self._scans.check(content, source, field)
        return Received(source, content, size, kind, name)

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
        most = self._settings.most_of_a_case
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


def _part_of(store: PaperStore, kept: Kept) -> Response:
    """Return the paper, or the part of it that a `Range` asks for (RFC 9110, 14.2)."""
    asked = request.range
    span = asked.range_for_length(kept.size) if asked and len(asked.ranges) == 1 else None
    if span is None:
        response = Response(_streamed(store, kept, 0, kept.size - 1))
        response.content_length = kept.size
    else:
        first, end = span
        response = Response(_streamed(store, kept, first, end - 1), HTTPStatus.PARTIAL_CONTENT)
        response.content_length = end - first
        response.headers["Content-Range"] = f"bytes {first}-{end - 1}/{kept.size}"
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _streamed(store: PaperStore, kept: Kept, first: int, last: int) -> Iterator[bytes]:
    segments = store.read(kept, first, last)
    # What does not open is found before the answer begins.
    return chain([next(segments)], segments)
