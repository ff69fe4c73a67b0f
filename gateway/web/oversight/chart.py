"""Rates as a picture: an SVG file of its own, for the page's policy allows none inside it."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from pygal import Config, HorizontalBar, PluginImportFixer
from pygal.style import Style

from gateway.web.catalogue import gettext as _

# The library leaves a finder of an old kind behind, about which Python warns at later imports.
sys.meta_path[:] = [each for each in sys.meta_path if not isinstance(each, PluginImportFixer)]

_FONTS = '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei", sans-serif'
_STYLE = Style(
    background="#ffffff",
    plot_background="#ffffff",
    foreground="#1f2328",
    foreground_strong="#1f2328",
    foreground_subtle="#d0d5dc",
    opacity="1",
    colors=("#7fa8d6", "#c3cad3"),
    font_family=_FONTS,
    value_font_family=_FONTS,
    label_font_size=15,
    major_label_font_size=15,
    legend_font_size=15,
    value_font_size=14,
    value_label_font_size=14,
    no_data_font_size=16,
)
_ROW_HEIGHT = 46
_LONGEST_NAME = 24
# The library counts with letters; a Chinese character is as wide as it is high.
_MORE_PER_CHARACTER = 7


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a name, the rate now and before (0 to 1, None for nothing to count)."""

    name: str
    now: float | None
    before: float | None


def drawn(bars: Sequence[Bar]) -> bytes:
    """Return the picture: no script, no address of another machine, fonts of the house."""
    config = Config(
        js=[],
        style=_STYLE,
        width=1000,
        height=140 + _ROW_HEIGHT * len(bars),
        show_legend=True,
        legend_at_bottom=True,
        range=(0, 100),
        x_labels=[_short(bar.name) for bar in reversed(bars)],
        print_values=True,
        print_values_position="top",
        formatter=lambda value: f"{value:.1f}%",
        truncate_label=-1,
        no_data_text=_("没有数据"),
        disable_xml_declaration=False,
        margin=12,
        margin_left=12
        + _MORE_PER_CHARACTER * max((len(_short(bar.name)) for bar in bars), default=0),
    )
    chart = HorizontalBar(config)
    chart.add(_("本期"), [_percent(bar.now) for bar in reversed(bars)])
    chart.add(_("上期"), [_percent(bar.before) for bar in reversed(bars)])
    # An image runs no script, and the page's policy would complain of one.
    return re.sub(rb"<script.*?</script>", b"", chart.render(), flags=re.DOTALL)


def _percent(rate: float | None) -> float | None:
    return None if rate is None else round(rate * 100, 2)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
