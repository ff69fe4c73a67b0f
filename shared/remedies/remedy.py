"""One way to contest an act or settle its dispute: whether it is open, until when, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from shared.language import Text
from shared.remedies.facts import Facts
from shared.remedies.question import Question
from shared.remedies.spans import Missing, Span
from shared.remedies.track_rules import Applied, Effect, Path

State = Literal["open", "not_yet", "closed"]

NAMES = {
    Path.RECONSIDERATION: Text("申请行政复议", "administrative reconsideration"),
    Path.LITIGATION: Text("直接提起行政诉讼", "direct suit"),
    Path.LITIGATION_AFTER_RECONSIDERATION: Text(
        "不服复议决定提起行政诉讼", "suit after a reconsideration decision"
    ),
    Path.LITIGATION_AFTER_NO_DECISION: Text(
        "复议逾期不作决定提起行政诉讼", "suit after reconsideration without a decision"
    ),
    Path.PETITION: Text("信访", "petition"),
    Path.PETITION_REVIEW: Text("信访复查、复核", "review or re-examination of a petition"),
    Path.MEDIATION: Text("调解", "mediation"),
    Path.JUDICIAL_CONFIRMATION: Text(
        "申请司法确认调解协议", "judicial confirmation of a mediation agreement"
    ),
}
_SUITS = frozenset(
    {
        Path.LITIGATION,
        Path.LITIGATION_AFTER_RECONSIDERATION,
        Path.LITIGATION_AFTER_NO_DECISION,
    }
)
_SUITS_SINCE = date(1990, 10, 1)
_TOLD = (Effect.DEDUCTS, Effect.RELIES, Effect.COUNTS_ON, Effect.INFORMS)


@dataclass(frozen=True, slots=True)
class Note:
    """What a rule between tracks says of a path: its id, citation, version and words."""

    rule: str
    basis: str
    version: str
    status: str
    text: Text

    @classmethod
    def of(cls, applied: Applied) -> Note:
        """Return the note of an applied rule."""
        rule = applied.rule
        return cls(rule.id, rule.citation, rule.version, str(rule.status), rule.text)

    def as_dict(self) -> dict[str, Any]:
        """Return the shape that is sent."""
        return {
            "rule": self.rule,
            "basis": self.basis,
            "version": self.version,
            "status": self.status,
            "text": self.text.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Remedy:
    """
    A remedy, open or closed.

    `reasons` say why it is closed, in words; `prerequisite` and `conflicts` are those of them that
    rest on a rule between tracks. `competent` says where to go. `opens_on` is the first day, where
    it lies ahead.
    """

    path: Path
    state: State
    span: Span
    opens_on: date | None
    prerequisite: Note | None
    conflicts: tuple[Note, ...]
    competent: tuple[Text, ...]
    articles: tuple[str, ...]
    explanation: tuple[Text, ...]
    reasons: tuple[Text, ...]

    @property
    def open(self) -> bool:
        """Whether the remedy can be used on the day asked about."""
        return self.state == "open"

    @property
    def last_on(self) -> date | None:
        """The last day of the remedy; None where it is shut for another reason than time."""
        return self.span.ended_on if self.state == "closed" else self.span.last_on

    @property
    def safe_on(self) -> date | None:
        """The last day if nothing should be taken out of the time."""
        return None if self.state == "closed" else self.span.safe_on

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The facts that are missing for its last day."""
        return self.span.missing


def remedy(
    question: Question,
    path: Path,
    span: Span | None = None,
    *,
    competent: Sequence[Text] = (),
    reasons: Sequence[Text] = (),
    opens_on: date | None = None,
) -> Remedy:
    """Put together what the time limits and the rules between tracks say of one path."""
    span = span or Span()
    required = [Note.of(each) for each in question.rules_for(path, Effect.REQUIRES_RECONSIDERATION)]
    conflicts = tuple(Note.of(each) for each in question.rules_for(path, Effect.BARS))
    excluded = [Note.of(each) for each in question.rules_for(path, Effect.EXCLUDES)]
    told = [Note.of(each) for each in question.rules_for(path, *_TOLD)]
    closing = (
        *reasons,
        *(note.text for note in (*excluded, *conflicts, *required)),
        *_over(span),
        *_before_the_law(path, question.facts),
    )
    ahead = opens_on is not None and opens_on > question.facts.on
    cited = (*(note.basis for note in (*excluded, *conflicts, *required, *told)), *span.citations)
    return Remedy(
        path=path,
        state="closed" if closing else "not_yet" if ahead else "open",
        span=span,
        opens_on=opens_on if ahead and not closing else None,
        prerequisite=required[0] if required else None,
        conflicts=conflicts,
        # Who was competent under a text that is not held is not told by the text of today.
        competent=() if span.not_held else tuple(competent),
        articles=tuple(dict.fromkeys(cited)),
        explanation=(
            *_missing(span),
            *span.not_held,
            *span.explanation,
            *span.doubts,
            *_safe(span, question.facts.on),
            *(note.text for note in told),
        ),
        reasons=tuple(dict.fromkeys(closing)),
    )


def _before_the_law(path: Path, facts: Facts) -> Iterator[Text]:
    begun_on = facts.act.made_on or facts.act.begun_on
    if path in _SUITS and facts.on < _SUITS_SINCE:
        yield Text(
            "行政诉讼法自1990年10月1日起施行（1989年文本），此前尚无行政诉讼法。",
            "The Administrative Litigation Law is in force from 1990-10-01 (text of 1989); before "
            "that there was none.",
        )
    elif path is Path.LITIGATION and begun_on is not None and begun_on < _SUITS_SINCE:
        yield Text(
            "行政诉讼法自1990年10月1日起施行（1989年文本）；对此前作出的行为，当时的法律没有规定可以"
            "起诉的，不能提起行政诉讼。",
            "The Administrative Litigation Law is in force from 1990-10-01 (text of 1989); an act "
            "made before can be sued on only where a statute of that time said so.",
        )


def _over(span: Span) -> Iterator[Text]:
    if span.ended_on is not None:
        yield Text(f"期限已于 {span.ended_on} 届满。", f"The time ended on {span.ended_on}.")
    if span.otherwise is not None:
        yield span.otherwise


def _missing(span: Span) -> Iterator[Text]:
    for each in span.missing:
        yield Text(
            f"缺少事实“{each.text.zh}”；未知之前不推算。",
            f"A fact is missing: {each.text.en}; nothing is guessed without it.",
        )


def _safe(span: Span, on: date) -> Iterator[Text]:
    safe_on = span.safe_on
    if safe_on is None or safe_on == span.last_on:
        return
    if safe_on < on:
        yield Text(
            f"稳妥的一日 {safe_on} 已过，请立即提出。",
            f"The safe day, {safe_on}, is over: act at once.",
        )
    elif span.doubts:
        yield Text(
            f"为稳妥起见，请在 {safe_on} 之前（含当日）提出。", f"To be safe, act by {safe_on}."
        )
    else:
        yield Text(
            f"扣除的时间须由本人举证；为稳妥起见，请在 {safe_on} 之前（含当日）提出。",
            f"What is taken out has to be proved by the person; to be safe, act by {safe_on}.",
        )
