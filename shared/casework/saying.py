"""What a payload said, field by field, in the words of the form on which it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import Schema, fields

from shared.casework.personal import Personal
from shared.http.labels import items_of, label_of, part_of, words_of
from shared.http.schemas import reader_of
from shared.language import Text

Document = dict[str, Any]


def said_in(
    schema: type[Schema], payload: Mapping[str, Any], *, sealing: bool = True
) -> list[Document]:
    """
    Return `[{field, label, value, words, sealed}]` for everything that a payload in clear says.

    `field` is the path as errors name it; the label of a part's field begins with the part's own.
    `words` are those of a choice, else null. What is personal is named, but its value is null,
    unless `sealing` is off: then it is told as it stands.
    """
    return list(_said(reader_of(schema), payload, "", None, sealing=sealing))


def said_of(
    field: fields.Field[Any] | None, value: Any, path: str, label: Text
) -> Iterator[Document]:
    """Yield the same of one field and what is in it, under `label`; nothing is held back."""
    yield from _value(field, value, path, label, sealing=False)


def _said(
    schema: Schema,
    payload: Mapping[str, Any],
    path: str,
    above: Text | None,
    *,
    sealing: bool,
) -> Iterator[Document]:
    for name, value in payload.items():
        if value is None or value == []:
            continue
        field = schema.fields.get(name)
        name_here = _name(field, name)
        label = name_here if above is None else _below(above, name_here)
        yield from _value(field, value, f"{path}{name}", label, sealing=sealing)


def _value(
    field: fields.Field[Any] | None, value: Any, path: str, label: Text, *, sealing: bool
) -> Iterator[Document]:
    part = part_of(field) if field is not None else None
    if part is not None and isinstance(value, Mapping):
        yield from _said(part, value, f"{path}.", label, sealing=sealing)
    elif part is not None and _are_parts(value):
        for number, item in enumerate(value):
            numbered = (
                label
                if len(value) == 1
                else Text(f"{label.zh} {number + 1}", f"{label.en} {number + 1}")
            )
            yield from _said(part, item, f"{path}.{number}.", numbered, sealing=sealing)
    else:
        sealed = sealing and _is_personal(value)
        words = None if sealed or field is None else _words(field, value)
        yield {
            "field": path,
            "label": label.as_dict(),
            "value": None if sealed else value,
            "words": words.as_dict() if words else None,
            "sealed": sealed,
        }


def _are_parts(value: Any) -> bool:
    # What an earlier release wrote may be no part yet.
    return isinstance(value, list | tuple) and all(isinstance(each, Mapping) for each in value)


def _name(field: fields.Field[Any] | None, name: str) -> Text:
    said = label_of(field) if field is not None else None
    # An entry may be older than the code: what it calls by a name of then keeps that name.
    return said.name if said else Text(name, name)


def _below(above: Text, here: Text) -> Text:
    return Text(f"{above.zh}：{here.zh}", f"{above.en}: {here.en}")


def _is_personal(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_is_personal(each) for each in value.values())
    if isinstance(value, list | tuple):
        return any(_is_personal(each) for each in value)
    return isinstance(value, Personal)


def _words(field: fields.Field[Any], value: Any) -> Text | None:
    known = words_of(items_of(field))
    values = value if isinstance(value, list) else [value]
    if not known or not all(each in known for each in values):
        return None
    texts = [known[each] for each in values]
    return Text("、".join(text.zh for text in texts), ", ".join(text.en for text in texts))
