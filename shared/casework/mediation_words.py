"""The words for a mediation into which a pending case is sent."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.language import Text

OUTSIDE_MEDIATION_KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "administrative": Text("行政调解", "administrative mediation"),
        "people": Text("人民调解", "people's mediation"),
        "industry": Text("行业性专业性调解", "mediation of a trade or profession"),
    }
)
"""The kinds of mediation into which a pending case may be sent."""
MEDIATION_OUTCOMES: Mapping[str, Text] = MappingProxyType(
    {
        "agreed": Text("达成协议", "agreement reached"),
        "failed": Text("未达成协议", "no agreement"),
        "terminated": Text("调解终止", "terminated"),
        "declined": Text("不予受理", "declined"),
    }
)
"""How a mediation into which a pending case was sent can end."""
