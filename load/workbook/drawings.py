"""What shows numbers as pictures in the workbook itself: lines beside the years, charts beside the cities."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pyarrow as pa
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.text import CharacterProperties, Paragraph, RegularTextRun

_MOST_CHARTS = 12
_FEWEST_BARS = 2
_MOST_BARS = 30
_ROW_POINTS = 17.5
_CHART_CM = 8.0
_POINTS_PER_CM = 28.35
_STEPS = "▁▂▃▄▅▆▇█"
_LEVEL, _GAP = "▅", "·"


def trend_line(values: Sequence[Decimal | None]) -> str:
    """The course of some figures in as many characters, a dot where there is none.

    Text, and no sparkline: those are an extension that WPS and older programs drop, and openpyxl warns of.

    >>> trend_line([Decimal("11.7"), Decimal("9.5"), None, Decimal("6.9")])
    '█▄·▁'
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, span = min(known), max(known) - min(known)
    return "".join(_step(value, low, span) for value in values)


def _step(value: Decimal | None, low: Decimal, span: Decimal) -> str:
    if value is None:
        return _GAP
    return _STEPS[int((value - low) / span * (len(_STEPS) - 1))] if span else _LEVEL


@dataclass(frozen=True, slots=True)
class Block:
    """The ranked rows of one metric in the cities' sheet: its name and unit, first row and how many."""

    label: str
    unit: str
    first: int
    rows: int


@dataclass(slots=True)
class Blocks:
    """Sees the cities' rows go by, and remembers where each metric's ranked ones stand."""

    found: dict[str, Block] = field(default_factory=dict)

    def see(self, batch: pa.RecordBatch, first: int) -> None:
        """Take note of a batch whose first row is row number `first` of the sheet."""
        names = ("block", "label_zh", "unit", "place_rank")
        for at, row in enumerate(batch.select(names).to_pylist(), first):
            if row["place_rank"] is None:
                continue
            known = self.found.get(row["block"])
            start, rows = (known.first, known.rows) if known else (at, 0)
            self.found[row["block"]] = Block(row["label_zh"], row["unit"], start, rows + 1)

    def largest(self) -> list[Block]:
        """Those with most places, in the sheet's order."""
        charted = [block for block in self.found.values() if block.rows >= _FEWEST_BARS]
        most = sorted(charted, key=lambda block: -block.rows)[:_MOST_CHARTS]
        return sorted(most, key=lambda block: block.first)


def titled(chart: Any, words: str) -> None:
    """Give a chart a title of a size that leaves room for what it shows."""
    run = RegularTextRun(rPr=CharacterProperties(sz=1100, b=True), t=words)
    chart.title = Title(tx=Text(rich=RichText(p=[Paragraph(r=[run])])), overlay=False)


def add_charts(worksheet: Any, column: str, blocks: Sequence[Block], base_year: int) -> None:
    """A bar chart for each block, one below the other from the second row of a column on."""
    step = int(_CHART_CM * _POINTS_PER_CM / _ROW_POINTS) + 2
    for at, block in enumerate(blocks):
        chart = BarChart()
        chart.type = "bar"
        titled(chart, f"{base_year}年 {block.label}（{block.unit}）")
        last = block.first + min(block.rows, _MOST_BARS) - 1
        chart.add_data(Reference(worksheet, min_col=4, min_row=block.first, max_row=last))
        chart.set_categories(Reference(worksheet, min_col=3, min_row=block.first, max_row=last))
        chart.series[0].graphicalProperties.solidFill = "3D6FA5"
        chart.legend = None
        chart.gapWidth = 40
        chart.x_axis.scaling.orientation = "maxMin"  # the best on top
        chart.x_axis.delete, chart.y_axis.delete = False, True
        chart.x_axis.tickLblSkip = 1
        chart.y_axis.majorGridlines = None
        chart.dataLabels = DataLabelList(
            showVal=True, showSerName=False, showCatName=False, showLegendKey=False
        )
        chart.height, chart.width = _CHART_CM, 13
        worksheet.add_chart(chart, f"{column}{2 + at * step}")
