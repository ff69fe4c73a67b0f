"""Bodies outside (系统外机构) to which a dispute may be referred: their kinds and ids."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from shared.language import Text

OTHER = "other"
KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "arbitration": Text("仲裁", "arbitration"),
        "adjudication": Text("行政裁决", "administrative adjudication"),
        "notarisation": Text("公证", "notarisation"),
        "legal_aid": Text("法律援助", "legal aid"),
        "party_discipline": Text("纪检监察", "party discipline"),
        "enforcement_coordination": Text(
            "部门间执法争议协调", "coordination of enforcement between departments"
        ),
        "court": Text("人民法院", "court"),
        OTHER: Text("其他机关、组织", "another body"),
    }
)


def body_id_of(kind: str, name: str) -> str:
    """Return the id of a body, which follows from kind and name: it cannot be entered twice."""
    normal = "".join(unicodedata.normalize("NFKC", name).split()).casefold()
    return hashlib.sha256(f"{kind}\0{normal}".encode()).hexdigest()[:20]
