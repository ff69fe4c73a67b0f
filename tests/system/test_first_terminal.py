"""The terminal of a new installation works with the key that stands in its credentials."""

from __future__ import annotations

import json
import uuid

import requests

from deploy.embedded.stack import Stack


def test_the_key_of_the_first_start_registers_a_petition(stack: Stack) -> None:
    terminal = json.loads(stack.credentials.read_text("utf-8"))["terminal"]
    petition = {
        "id": uuid.uuid4().hex,
        "petitioners": [{"name": "王小明", "phone": "13800138000"}],
        "content": "请求处理小区噪声",
    }

    answer = requests.post(
        f"{stack.address}/api/v1/terminal/petitions",
        json=petition,
        headers={"Authorization": f"Terminal {terminal['id']}:{terminal['key']}"},
        timeout=60,
    )

    assert answer.status_code == 201, answer.text
    assert answer.json()["clocks"][0]["rule"] == "XF-02"
    told = requests.get(
        f"{stack.address}/api/v1/public/receipts/{answer.json()['receipt']['code']}",
        params={"phone_tail": "8000"},
        timeout=60,
    )
    assert told.status_code == 200, told.text
