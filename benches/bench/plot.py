"""A small plot of horizontal bars as SVG: text is text, and its colours follow those of the reader."""

from dataclasses import dataclass
from html import escape

WIDTH = 760
LABELS = 270
FIGURES = 90
ROW = 26
TOP = 44
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600; font-size: 14px }
  .bar { fill: #8c959f }
  .ours { fill: #0969da }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .bar { fill: #6e7681 }
    .ours { fill: #4493f8 }
  }
"""


@dataclass(frozen=True)
class Bar:
    """One bar: what it is about, its length, its figure as text."""

    label: str
    value: float
    text: str
    #: Whether it is this SDK.
    ours: bool


def svg(title: str, unit: str, bars: list[Bar]) -> str:
    """Return the plot. The description repeats all figures for readers who do not see it."""
    longest = max((bar.value for bar in bars), default=1) or 1
    height = TOP + ROW * len(bars) + 10
    told = "; ".join(f"{bar.label}: {bar.text} {unit}" for bar in bars)
    drawn = "\n".join(
        drawing(bar, TOP + ROW * at, (WIDTH - LABELS - FIGURES) * bar.value / longest) for at, bar in enumerate(bars)
    )
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"
  role="img" aria-labelledby="title description">
<title id="title">{escape(title)}</title>
<desc id="description">{escape(told)}</desc>
<style>{STYLE}</style>
<text class="title" x="8" y="24">{escape(title)} ({escape(unit)})</text>
{drawn}
</svg>
"""


def drawing(bar: Bar, top: int, length: float) -> str:
    """Return one bar with its label and its figure."""
    kind, middle = "ours" if bar.ours else "bar", top + ROW / 2 + 4
    return (
        f'<text x="{LABELS - 8}" y="{middle:.0f}" text-anchor="end">{escape(bar.label)}</text>'
        f'<rect class="{kind}" x="{LABELS}" y="{top + 4}" width="{max(length, 1):.1f}" height="{ROW - 8}" rx="2"/>'
        f'<text x="{LABELS + length + 6:.1f}" y="{middle:.0f}">{escape(bar.text)}</text>'
    )
