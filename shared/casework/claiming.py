"""Taking what one case alone may hold, before the case is written; giving it back after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from pymongo.errors import PyMongoError

from shared.casework.case import Case
from shared.casework.claim_shelf import ClaimRow, ClaimShelf
from shared.casework.claims import Claim, Claims, claims_of
from shared.casework.store import StaleVersionError
from shared.storage.desk import until_written


class Claiming:
    """
    Sees to it that what one case alone may hold is held by one, however many write at once.

    `read` finds a case in clear by its id.
    """

    def __init__(
        self, shelf: ClaimShelf, alone: Sequence[Claims], read: Callable[[str], Case | None]
    ) -> None:
        self._shelf = shelf
        self._alone = alone
        self._read = read

    @contextmanager
    def holding(
        self, before: Case, after: Case, command: str, payload: Mapping[str, Any]
    ) -> Iterator[None]:
        """
        Hold what the case holds `after` a command while it is written.

        Raises the `Problem` of a claim that another case has and the command may not go without.
        What was taken is given back where the case is not written. `StaleVersionError` when another
        step of the case was faster.
        """
        wanted, had = claims_of(self._alone, after), claims_of(self._alone, before)
        case_id, taken = after["_id"], []
        try:
            for key in sorted(wanted.keys() - had.keys()):
                holder = self._take(key, case_id)
                if holder is None:
                    taken.append(key)
                elif wanted[key].refuses(command, payload):
                    raise wanted[key].refusal(holder)
            yield
        except PyMongoError:
            raise  # The case may have been written all the same.
        except Exception:
            self._shelf.give_back(taken, case_id)
            raise
        self._shelf.give_back(had.keys() - wanted.keys(), case_id)

    def check(self, before: Case, after: Case, command: str, payload: Mapping[str, Any]) -> None:
        """Raise what `holding` would raise; nothing is taken."""
        wanted, had = claims_of(self._alone, after), claims_of(self._alone, before)
        for key in sorted(wanted.keys() - had.keys()):
            row = self._shelf.of(key)
            holder = self._holder(row) if row and row.case_id != after["_id"] else None
            if holder is not None and wanted[key].refuses(command, payload):
                raise wanted[key].refusal(holder)

    def _take(self, key: str, case_id: str) -> Case | None:
        """
        Take a key; return the case that holds it, if another does.

        What another step of the same case took is not ours: whoever took it gives it back, should
        its step come too late.
        """

        def attempt() -> tuple[Case | None] | None:
            row = self._shelf.take(key, case_id)
            if row is None:
                return (None,)
            holder = self._holder(row)
            if holder is not None and row.case_id == case_id:
                raise StaleVersionError(case_id)
            if holder is not None:
                return (holder,)
            if row.is_old and self._shelf.take_over(row, case_id):
                return (None,)
            # Another case, or another step of this one, is being written at this moment.
            return None

        (holder,) = until_written(key, attempt)
        return holder

    def _holder(self, row: ClaimRow) -> Case | None:
        """Return the case of a row, if it is written and holds what it took."""
        case = self._read(row.case_id)
        held: Mapping[str, Claim] = claims_of(self._alone, case) if case else {}
        return case if row.key in held else None
