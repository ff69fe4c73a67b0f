"""How far the text of a rule was checked, in words."""

from __future__ import annotations

from shared.language import Text

STATUSES = {
    "verified": Text("已核对条文全文", "read in a full text of the law"),
    "verified_second_hand": Text("仅核对摘录或转引", "read in an excerpt or a secondary page only"),
    "interpretive": Text("解释性，条文未写明", "a reading that the text does not state"),
    "policy": Text("内部管理规定，非法定", "set by the house, no statute"),
    "unverified": Text(
        "未核实：未找到条文，不得据以办案", "UNVERIFIED: text not found, not to be relied on"
    ),
}
