"""One plain sentence on a remedy, for whoever stands at the counter."""

from __future__ import annotations

from shared.language import Text
from shared.remedies.remedy import NAMES, Remedy


def advice(found: Remedy) -> Text:
    """Say in one sentence whether the remedy is open, and until when."""
    name = NAMES[found.path]
    if found.state == "closed":
        why = found.reasons[0]
        return Text(f"现在不能走“{name.zh}”这条路：{why.zh}", f"Not open now: {name.en}. {why.en}")
    if found.state == "not_yet":
        return Text(
            f"“{name.zh}”从 {found.opens_on} 起可以提出{_until(found).zh}。",
            f"Open from {found.opens_on}: {name.en}{_until(found).en}.",
        )
    return Text(f"可以{_verb(found).zh}{_until(found).zh}。", f"Open: {name.en}{_until(found).en}.")


def _verb(found: Remedy) -> Text:
    name = NAMES[found.path]
    starts = ("申请", "直接提起")
    return name if name.zh.startswith(starts) else Text(f"走“{name.zh}”这条路", name.en)


def _until(found: Remedy) -> Text:
    mark = Text("（暂定）", " (provisional)") if found.span.provisional else Text("", "")
    if found.last_on is not None:
        safe = _safe(found)
        return Text(
            f"，最后一日是 {found.last_on}{mark.zh}{safe.zh}",
            f", last day {found.last_on}{mark.en}{safe.en}",
        )
    if found.span.days_left is not None:
        return Text(
            f"，期限暂停计算，恢复后还剩 {found.span.days_left} 天",
            f", its time stands still with {found.span.days_left} days left",
        )
    if found.span.not_held:
        why = found.span.not_held[0]
        return Text(f"，最后一日不作计算：{why.zh}", f", no last day is computed: {why.en}")
    if found.missing:
        names = "、".join(each.text.zh for each in found.missing)
        names_en = ", ".join(each.text.en for each in found.missing)
        safe = _safe(found)
        return Text(
            f"，最后一日尚不能确定，还缺：{names}{safe.zh}",
            f", the last day cannot be told without {names_en}{safe.en}",
        )
    return Text("，没有申请期限", ", with no time limit")


def _safe(found: Remedy) -> Text:
    """Say the safe day where the law leaves open which day is the last one."""
    if not found.span.doubts or found.safe_on in {None, found.last_on}:
        return Text("", "")
    return Text(f"，稳妥的最后一日是 {found.safe_on}", f", the safe last day {found.safe_on}")
