"""Papers of a case over HTTP, on a real database."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from typing import Any

import pytest
from gridfs import GridFSBucket
from PIL import Image
from werkzeug.test import TestResponse

from shared.casework.attaching import papers_of
from shared.casework.entry import Request
from shared.casework.guarding import Actor
from shared.http.identity import Identity
from shared.http.problems import Problem
from shared.legal_day import today
from shared.storage.database import Database
from tests.casework.calling import MEDIATOR, OFFICER, STRANGER, SUPERVISOR, Caller, refusal
from tests.casework.rooms import Room
from tests.services.petitions.builders import registration
from tests.support.casework import AGENCY

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TERMINAL = Identity("terminal-1", "终端", "terminal", AGENCY["code"], AGENCY["name"])


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(drawn, kind)
    return drawn.getvalue()


def of_size(kind: str, width: int, height: int) -> bytes:
    """Return a small picture whose head says another size."""
    drawn = picture(kind)
    if kind == "PNG":
        return drawn[:16] + width.to_bytes(4) + height.to_bytes(4) + drawn[24:]
    frame = drawn.index(b"\xff\xc0") + 5
    return drawn[:frame] + height.to_bytes(2) + width.to_bytes(2) + drawn[frame + 4 :]


def archive(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return packed.getvalue()


def word(**more: bytes) -> bytes:
    return archive(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}, **more)


def hand_in(
    caller: Caller, case: str, *files: tuple[str, bytes], who: Identity = OFFICER, key: str = ""
) -> TestResponse:
    headers = {"Idempotency-Key": key} if key else {}
    return caller.upload(f"/{case}/attachments", files, who, headers)


def papers(caller: Caller, case: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = caller.get(f"/{case}/attachments").get_json()["items"]
    return items


def test_papers_are_entries_of_the_history_with_their_hash_in_the_chain(caller: Caller) -> None:
    case = caller.open_case()

    answer = hand_in(caller, case, ("申请书.pdf", PDF), ("照片.png", picture()))

    assert answer.status_code == 201, answer.text
    found = papers(caller, case)
    assert [each["name"] for each in found] == ["申请书.pdf", "照片.png"]
    assert found[0]["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert found[0]["by"] == OFFICER.name
    entries = caller.get(f"/{case}/history").get_json()
    assert [each["command"] for each in entries[-2:]] == ["attach", "attach"]
    assert entries[-2]["payload"]["sha256"] == found[0]["sha256"]
    assert caller.get(f"/{case}/history/verify").get_json() == {"intact": True, "entries": 3}


def test_the_same_content_is_one_paper_of_a_case_and_kept_once(
    caller: Caller, database: Database
) -> None:
    one, other = caller.open_case(), caller.open_case()

    for case in (one, one, other):
        assert hand_in(caller, case, ("a.pdf", PDF)).status_code == 201

    assert len(papers(caller, one)) == len(papers(caller, other)) == 1
    assert database["papers.files"].count_documents({}) == 1


def test_a_request_that_is_repeated_does_nothing_and_another_under_its_key_is_refused(
    caller: Caller,
) -> None:
    case = caller.open_case()

    for _ in range(2):
        assert hand_in(caller, case, ("a.pdf", PDF), key="key-1").status_code == 201

    assert len(caller.get(f"/{case}/history").get_json()) == 2
    refusal(hand_in(caller, case, ("b.png", picture()), key="key-1"), 422, "idempotency-key-reused")


def test_a_paper_is_handed_out_as_a_file_that_nothing_runs(caller: Caller) -> None:
    case = caller.open_case()
    content = b"%PDF-1.4\n" + os.urandom(1_300_000) + b"%%EOF"
    hand_in(caller, case, ("申请书.pdf", content))
    at = f"/{case}/attachments/{papers(caller, case)[0]['id']}"

    answer = caller.get(f"{at}?purpose=handling")

    assert answer.data == content
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''%E7%94%B3" in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    part = caller.get(f"{at}?purpose=handling", headers={"Range": "bytes=524280-1048600"})
    assert part.status_code == 206
    assert part.data == content[524280:1048601]
    refusal(caller.get(at), 422, "validation")


def test_who_was_handed_a_paper_and_what_for_stands_in_the_access_log(caller: Caller) -> None:
    case = caller.open_case()
    hand_in(caller, case, ("a.pdf", PDF))
    paper = papers(caller, case)[0]["id"]
    caller.get(f"/{case}/attachments/{paper}?purpose=hearing")

    row = caller.at("/access-log", SUPERVISOR).get_json()["items"][0]

    assert (row["officer"]["id"], row["purpose"]) == (OFFICER.subject, "hearing")
    assert (row["action"], row["attachment"]) == ("download_attachment", paper)
    assert row["action_label"] == {"zh": "下载附件", "en": "downloaded a paper"}
    # It is of no party.
    assert (row["party"], row["party_role"], row["party_role_label"]) == (None, None, None)


def test_at_rest_a_paper_and_its_name_are_sealed_in_the_layout_of_gridfs(
    caller: Caller, database: Database
) -> None:
    case = caller.open_case()
    secret = ("王小二住在示范路一号。" * 60_000).encode()
    hand_in(caller, case, ("王小二.txt", secret))

    kept = database["papers.files"].find_one({})
    assert kept is not None
    raw = GridFSBucket(database, "papers").open_download_stream(kept["_id"]).read()
    assert len(raw) == kept["length"]
    assert "王小二".encode() not in raw
    stored = database["reconsiderations"].find_one({"_id": case})
    assert "王小二" not in str(stored)


def test_a_segment_that_was_changed_or_moved_is_not_handed_out(
    caller: Caller, database: Database
) -> None:
    case = caller.open_case()
    hand_in(caller, case, ("a.pdf", b"%PDF-1.4\n" + bytes(1_200_000)))
    chunks = database["papers.chunks"]
    first, second = (chunks.find_one({"n": n}) for n in (0, 1))
    assert first is not None
    assert second is not None
    chunks.update_one({"_id": first["_id"]}, {"$set": {"data": second["data"]}})

    at = f"/{case}/attachments/{papers(caller, case)[0]['id']}?purpose=handling"
    refusal(caller.get(at), 500, "internal")


def test_a_paper_that_is_withdrawn_stays_listed_and_is_not_handed_out(
    caller: Caller, database: Database
) -> None:
    case, other = caller.open_case(), caller.open_case()
    hand_in(caller, case, ("a.png", picture()))
    hand_in(caller, other, ("a.png", picture()))
    (paper,) = papers(caller, case)
    at = f"/{case}/attachments/{paper['id']}"
    assert caller.get(f"{at}/thumbnail").status_code == 200

    answer = caller.post(f"{at}/withdraw", {"reason": "放错案件"})

    assert answer.status_code == 200, answer.text
    (paper,) = papers(caller, case)
    assert paper["withdrawn"] == "放错案件"
    assert paper["withdrawn_by"] == OFFICER.name
    assert paper["withdrawn_on"] == today().isoformat()
    for who in (OFFICER, SUPERVISOR):
        for door in (f"{at}?purpose=handling", f"{at}/thumbnail"):
            gone = refusal(caller.get(door, who), 410, "paper-withdrawn")
            assert "放错案件" in gone["detail"]
            assert OFFICER.name in gone["detail"]
    assert database["access_log"].count_documents({}) == 0
    elsewhere = f"/{other}/attachments/{paper['id']}?purpose=handling"
    assert caller.get(elsewhere).data == picture()
    entries = caller.get(f"/{case}/history").get_json()
    assert [each["command"] for each in entries[-2:]] == ["attach", "withdraw_attachment"]
    assert caller.get(f"/{case}/history/verify").get_json() == {"intact": True, "entries": 3}
    refusal(caller.post(f"{at}/withdraw", {"reason": "再次"}), 409, "conflict")
    refusal(caller.post(f"/{case}/take_back_entry", {"reason": "误"}), 409, "command-not-allowed")


def test_a_paper_withdrawn_by_mistake_is_handed_in_again_by_an_officer(caller: Caller) -> None:
    case = caller.open_case()
    hand_in(caller, case, ("a.pdf", PDF))
    at = f"/{case}/attachments/{papers(caller, case)[0]['id']}"
    for _ in range(2):
        caller.post(f"{at}/withdraw", {"reason": "放错案件"})
        refusal(caller.get(f"{at}?purpose=handling"), 410, "paper-withdrawn")

        assert hand_in(caller, case, ("a.pdf", PDF)).status_code == 201

        (paper,) = papers(caller, case)
        assert paper["withdrawn"] is None
        assert caller.get(f"{at}?purpose=handling").data == PDF


def test_a_terminal_that_sends_a_paper_again_does_not_bring_it_back(database: Database) -> None:
    room = Room(database, "petition")
    case = room.opens("register", registration())
    terminal = Actor("terminal-1", "terminal", AGENCY["code"], AGENCY["name"])
    paper = {"id": "a" * 32, "sha256": "a" * 64, "kind": "pdf", "size": 9, "name": "a.pdf"}

    def hands_in(who: Actor) -> None:
        room.casework.perform(case, Request(room.casework.command("attach"), paper, who))

    hands_in(terminal)
    room.does(case, "withdraw_attachment", attachment="a" * 32, reason="放错案件")
    with pytest.raises(Problem, match="this paper already"):
        hands_in(terminal)
    hands_in(room.officer)

    assert papers_of(room.case(case))["a" * 32]["withdrawn"] is None


def test_a_paper_is_withdrawn_with_a_reason_by_those_whose_case_it_is(caller: Caller) -> None:
    case, other = caller.open_case(), caller.open_case()
    hand_in(caller, case, ("a.pdf", PDF))
    (paper,) = papers(caller, case)
    at = f"/{case}/attachments/{paper['id']}/withdraw"

    refusal(caller.post(at, {}), 422, "validation")
    refusal(caller.post(at, {"reason": " "}), 422, "validation")
    refusal(caller.post(at, {"reason": "误", "by": "张三"}), 422, "validation")
    refusal(caller.post(at, {"reason": "误"}, MEDIATOR), 403, "forbidden")
    refusal(caller.post(at, {"reason": "误"}, SUPERVISOR), 403, "forbidden")
    refusal(caller.post(at, {"reason": "误"}, STRANGER), 404, "not-found")
    elsewhere = f"/{other}/attachments/{paper['id']}/withdraw"
    refusal(caller.post(elsewhere, {"reason": "误"}), 404, "not-found")
    assert papers(caller, case)[0]["withdrawn"] is None

    headers = {"Idempotency-Key": "withdraw-1"}
    for _ in range(2):
        assert caller.post(at, {"reason": "误"}, headers=headers).status_code == 200
    again = caller.post(at, {"reason": "另一理由"}, headers=headers)
    refusal(again, 422, "idempotency-key-reused")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("a.txt", b"<script>alert(1)</script>"),
        ("a.pdf", b"MZ" + bytes(200)),
        ("a.gif", b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)"),
        ("a.pdf", PDF + archive(x=b"y")),
        ("a.png", picture() + archive(x=b"y")),
        ("a.pdf", PDF + archive(x=b"y")[:-2] + b"\xff\xff"),
        ("a.jpg", picture("JPEG") + archive(x=b"y") + b"PK\x05\x06" + b"\xff" * 18),
        ("a.jpg", picture("JPEG") + archive(x=b"y") + b"PK\x05\x06"),
        ("a.jpg", picture("JPEG")[:4] + b"%PDF-1.4" + picture("JPEG")[4:]),
        ("a.png", picture()[:33] + b"<script>" + picture()[33:]),
        ("a.docx", b"GIF89a" + word()),
        ("a.docx", archive(x=b"y")),
        ("a.docx", word(**{"word/vbaProject.bin": b"x"})),
        ("a.docx", word(**{"word/media/zeros": bytes(64_000_000)})),
        ("a.docx", word(**{f"x{n}": b"" for n in range(5_001)})),
        ("a.png", of_size("PNG", 50_000, 50_000)),
        ("a.png", of_size("PNG", 0, 30)),
        ("a.png", of_size("PNG", 40, 0)),
        ("a.jpg", of_size("JPEG", 50_000, 50_000)),
        ("a.jpg", of_size("JPEG", 0, 30)),
        ("a.jpg", of_size("JPEG", 40, 0)),
        ("a.txt", b""),
        ("a.txt", b"a\0b"),
        ("a\u202efdp.exe.pdf", PDF),
        ("a\x07.pdf", PDF),
        ("名" * 151 + ".pdf", PDF),
    ],
)
def test_what_is_no_paper_is_refused_by_field_and_rule(
    caller: Caller, name: str, content: bytes
) -> None:
    case = caller.open_case()

    problem = refusal(
        hand_in(caller, case, ("good.pdf", PDF), (name, content)), 422, "attachment-refused"
    )

    assert problem["errors"].keys() == {"files.1"}
    assert papers(caller, case) == []


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_without_width_is_refused_in_words(caller: Caller, kind: str) -> None:
    answer = hand_in(caller, caller.open_case(), ("a", of_size(kind, 0, 30)))

    said = refusal(answer, 422, "attachment-refused")["errors"]["files.0"]
    assert "宽度或者高度为零" in str(said)


def test_what_telephones_write_behind_a_picture_is_taken(caller: Caller) -> None:
    case = caller.open_case()
    # Another picture (CIPA DC-007), a short film, or bytes that only look like an archive's end.
    behind = [picture("JPEG"), b"\0\0\0\x18ftypmp42" + bytes(5_000), b"PK\x05\x06" + b"\x7f" * 60]
    files = [(f"{n}.jpg", picture("JPEG") + more) for n, more in enumerate(behind)]

    assert hand_in(caller, case, *files).status_code == 201

    assert [each["kind"] for each in papers(caller, case)] == ["jpeg"] * 3


def test_a_name_loses_its_path_and_takes_the_ending_of_its_content(caller: Caller) -> None:
    case = caller.open_case()

    hand_in(caller, case, ("../../etc/图片.exe", picture()), ("..\\表.docx", word()))

    assert [each["name"] for each in papers(caller, case)] == ["图片.png", "表.docx"]


def test_what_is_too_large_is_refused_before_it_is_read(caller: Caller) -> None:
    case = caller.open_case()

    class Endless(io.RawIOBase):
        asked = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            Endless.asked += len(buffer)
            return len(buffer)

    answer = caller.stream(f"/{case}/attachments", Endless(), 500 * 1024 * 1024)

    refusal(answer, 413, "too-large")
    assert Endless.asked <= 33 * 1024 * 1024  # what is drained so that the refusal is heard


def test_a_terminal_hands_in_and_reads_nothing(caller: Caller) -> None:
    case = caller.open_case()
    refusal(hand_in(caller, case, ("a.pdf", PDF), who=MEDIATOR), 403, "forbidden")
    refusal(hand_in(caller, case, ("a.pdf", PDF), who=STRANGER), 404, "not-found")
    refusal(caller.get(f"/{case}/attachments", TERMINAL), 403, "forbidden")
    refusal(caller.post(f"/{case}/attach", {}), 404, "not-found")
