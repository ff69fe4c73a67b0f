"""Words for what decides which organ is competent: level and system of an agency."""

from __future__ import annotations

from collections.abc import Mapping

from shared.language import Text

LEVELS: Mapping[str, Text] = {
    "township": Text("乡镇、街道", "township"),
    "county": Text("县（区）级", "county"),
    "city": Text("设区的市级", "city"),
    "province": Text("省级", "province"),
    "state_department": Text("国务院部门", "department of the State Council"),
}
SYSTEMS: Mapping[str, Text] = {
    "customs": Text("海关", "customs"),
    "finance": Text("金融", "finance"),
    "foreign_exchange": Text("外汇管理", "foreign exchange"),
    "tax": Text("税务", "tax"),
    "state_security": Text("国家安全", "state security"),
    "justice": Text("司法行政", "justice"),
    "other": Text("其他", "other"),
}
