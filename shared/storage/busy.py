"""What is raised when a guarded write does not succeed however often it is tried."""

from __future__ import annotations

from typing import Any

from shared.http.problems import Problem
from shared.language import Text

_MEANWHILE = Text(
    "数据已被他人更新，请刷新后再试。", "It was changed meanwhile; read it again and retry."
)


class BusyDocumentError(Problem):
    """Others kept changing the document: a caller is asked to retry, an event comes again later."""

    def __init__(self, document_id: Any) -> None:
        super().__init__(409, "changed-meanwhile", _MEANWHILE)
        self.args = (f"others kept changing {document_id}",)
