"""What services really tell, kept as files: one for each type of event, beside its teller."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from shared.events.contract import EventContract, field_paths
from tests.contract.leading import Told

FOLDER = Path(__file__).parent / "told"
Examples = dict[str, list[Mapping[str, Any]]]


@cache
def examples() -> Mapping[str, list[Mapping[str, Any]]]:
    """Return all kept examples by type, the plainest of each first."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*/*.json")}


def chosen(told: Iterable[Told], contracts: Mapping[str, EventContract]) -> Examples:
    """
    Return the first telling of each type, and those later ones that tell a field not seen before.

    A field of the data counts for its type, one inside a part of it for all that is told.
    """
    found: Examples = {}
    seen: set[str] = set()
    for each in told:
        paths = set(paths_in(each.data)) & field_paths(contracts[each.type].data)
        new = {path if "." in path else f"{each.type} {path}" for path in paths} - seen
        if new or each.type not in found:
            found.setdefault(each.type, []).append(each.data)
            seen |= new
    return found


def paths_in(value: Any, above: str = "") -> Iterator[str]:
    """Yield the dotted path of each field that is told and not null, through lists."""
    if isinstance(value, list):
        for each in value:
            yield from paths_in(each, above)
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if part is not None:
                yield f"{above}{name}"
            yield from paths_in(part, f"{above}{name}.")


def write(teller: str, told: Examples) -> None:
    """Write the examples of one teller anew, and remove those of events it tells no more."""
    folder = FOLDER / teller
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.json"):
        if path.stem not in told:
            path.unlink()
    for type_, examples_ in told.items():
        text = ",\n".join(map(_written, examples_))
        (folder / f"{type_}.json").write_text(f"[{text}]\n", "utf-8")


def _written(data: Mapping[str, Any]) -> str:
    """Return an example as JSON with a line for each field, so that a change shows which."""
    lines = [
        f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in data.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}"
