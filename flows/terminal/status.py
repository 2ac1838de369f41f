"""`fazhi status` as a person reads it, and as a program does."""

import json
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from flows.record.status import Standing

_PLACES = 20
_STATES = {"succeeded": "成功", "failed": "失败", "running": "进行中", "killed": "中断"}


def standing_json(standing: Standing) -> str:
    """Everything, as one JSON object; times in ISO 8601, UTC."""
    return json.dumps(asdict(standing), ensure_ascii=False, default=lambda moment: moment.isoformat())


def show_standing(console: Console, standing: Standing) -> None:
    """The last runs, the twenty stalest places, and the disk."""
    runs = Table(title="最近的运行 Last runs", title_justify="left")
    for head in ("开始 began (UTC)", "结果 result", "读取 read", "失败 failed", "说明 note"):
        runs.add_column(head, overflow="fold")
    for run in standing.runs:
        state = f"{_STATES[run.state]} {run.state}"
        runs.add_row(f"{run.began:%Y-%m-%d %H:%M}", state, str(run.read), str(run.failed), run.note)
    console.print(runs, markup=False)
    places = Table(title="最久未更新的地区 Stalest places", title_justify="left")
    for head in ("地区 place", "最新年度 newest year", "已读 read", "缺 missing"):
        places.add_column(head, overflow="fold")
    for place in standing.places[:_PLACES]:
        newest = str(place.newest_year or "–")
        places.add_row(f"{place.place} {place.place_name}", newest, str(place.read), str(place.missing))
    console.print(places, markup=False)
    if len(standing.places) > _PLACES:
        console.print(f"… {len(standing.places) - _PLACES} more places: --json has them all")
    disk = Table.grid(padding=(0, 2))
    for space in standing.space:
        disk.add_row(space.name, f"{space.bytes / 2**20:,.1f} MB")
    console.print(disk)
