"""Make warehouse/places/places.csv: every code of GB/T 2260 with the years in which it was valid.

Sources, both MIT licensed, both out of the npm registry:

- gb2260 0.6.0: the standard's revisions of the Ministry of Civil Affairs, 2002-12 to 2016-07, one JSON
  file each (`lib/201607.json`: code to name);
- china-division 2.1.1, 2.2.0, 2.3.1, 2.4.0, 2.5.0, 2.6.1 and 2.7.0: the yearly lists of the National Bureau
  of Statistics, 2017 to 2023, as CSV (`dist/{provinces,cities,areas}.csv`). Codes that only the Bureau uses
  (development zones and the like) are left out.

    mkdir sources && cd sources
    npm pack gb2260@0.6.0        # and unpack each into a folder of its own
    python tools/build_places.py sources/gb2260 2017=sources/china-division-2.1.1 2018=… 2023=…

A code's years are the first and the last list that has it under that name; empty where that is the oldest or
the newest list. A name gone from one or two lists and back again is taken as never gone. A list stands for
the end of its year, so 莱芜市, dissolved in January 2019, is valid to 2018.
`warehouse/places/corrections.csv` (code, name, field, value, source) is laid over the result: what the lists
have late, early or wrong, each with where it is known from (国函 and 民函 are the State Council's and the
Ministry's approvals).

A place that is gone has a `successor`, codes joined by |: what the corrections say (莱芜市: 济南市), else the
only one of its level and short name in its province that begins when it ends (毕节地区: 毕节市), else its own
code where that goes on under another name (襄樊市: 襄阳市). Some districts dissolved before 2006 have none.
`source` names the lists that have the place and what says its successor.
"""

import argparse
import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent / "warehouse" / "places"
FIELDS = ("code", "name", "level", "valid_from", "valid_to", "short_name", "successor", "source")
FIRST_OF_BUREAU = 2017

# Rows that group places, islands of 三沙, managed areas: no government of county level.
PSEUDO_NAME = re.compile(
    r"市辖区|县|市|.*直辖(县级)?行政(区划|单位)|.*群岛|.*群岛的.*|.*行政委员会|(加格达奇|松岭|新林|呼中)区"
)
# The Bureau's own: development zones (…71 to …79) and a city without districts.
STATISTICAL_CODE = re.compile(r"\d{4}7\d|620201")
# 辛集市 and 定州市 in the revisions of 2015 and 2016 alone; before and after, their old codes.
WITHDRAWN = {"139001", "139002"}
# The Bureau lists the mainland only; these have not changed.
OFFSHORE = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}

SUFFIX = re.compile(r"(?<=..)(特别行政区|自治[区州县旗]|联合旗|新区|特区|林区|地区|[省市县区盟旗])$")
PEOPLES = re.split(
    r"\s+",
    """蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡
    纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯
    鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各""",
)
# A one-character people's name never stands without 族 (回族, 白族); longer ones do (哈萨克自治县).
PEOPLE = re.compile(
    "((" + "|".join(PEOPLES) + ")族|" + "|".join(people for people in PEOPLES if len(people) > 1) + ")+$"
)


def short_name(name: str) -> str:
    """The name without 省, 市, 县, 区 … and an autonomous area's peoples, where two characters remain."""
    found = SUFFIX.search(name)
    if not found:
        return name
    stem = name[: found.start()]
    if not found[0].startswith("自治"):
        return stem
    people = PEOPLE.search(stem)
    bare = stem[: people.start()] if people else stem
    return bare if len(bare) >= 2 else stem


def level_of(code: str) -> str:
    """Province, prefecture or county, by the zeros of the code."""
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def read_revisions(folder: Path) -> dict[int, dict[str, str]]:
    """The last revision of each year in gb2260's `lib` folder: year to code to name."""
    paths = sorted((folder / "lib").glob("20????.json"))
    revisions = {int(path.stem[:4]): json.loads(path.read_text("utf-8")) for path in paths}
    return {
        year: {code: name for code, name in places.items() if code not in WITHDRAWN}
        for year, places in revisions.items()
    }


def read_division(folder: Path) -> dict[str, str]:
    """One yearly list of china-division: code to name."""
    places = dict(OFFSHORE)
    for table in ("provinces", "cities", "areas"):
        with (folder / "dist" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            places |= {row["code"].ljust(6, "0"): row["name"] for row in csv.DictReader(file)}
    return {code: name for code, name in places.items() if not STATISTICAL_CODE.fullmatch(code)}


def rows_of(lists: Mapping[int, Mapping[str, str]]) -> Iterator[dict[str, str]]:
    """One row for each unbroken run of years in which a code had a name."""
    years = sorted(lists)
    yield {"code": "100000", "name": "全国", "level": "country", "short_name": "全国", "source": "gb2260"}
    for code in sorted({code for places in lists.values() for code in places}):
        names = _bridged([lists[year].get(code) for year in years])
        for start, end, name in _runs(names):
            if PSEUDO_NAME.fullmatch(name):
                continue
            yield {
                "code": code,
                "name": name,
                "level": level_of(code),
                "valid_from": str(years[start]) if start else "",
                "valid_to": str(years[end]) if end + 1 < len(years) else "",
                "short_name": short_name(name),
                "source": _lists_of(years[start], years[end]),
            }


def _lists_of(first: int, last: int) -> str:
    named = ("gb2260" if first < FIRST_OF_BUREAU else "", "china-division" if last >= FIRST_OF_BUREAU else "")
    return " + ".join(name for name in named if name)


def with_successors(rows: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    """The rows with what became of each that is gone, as far as names and codes tell."""
    rows = list(rows)
    begins: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in rows:
        begins[_named(row, row["valid_from"])].append(row["code"])
        begins[row["code"], row["valid_from"]].append(row["code"])
    for row in rows:
        if not row["valid_to"] or row["successor"]:
            yield row
            continue
        year = str(int(row["valid_to"]) + 1)
        same_name, same_code = begins[_named(row, year)], begins[row["code"], year]
        how, codes = ("name", same_name) if len(same_name) == 1 else ("code", same_code)
        source = f"{row['source']}; successor by {how}" if codes else row["source"]
        yield row | {"successor": "|".join(codes), "source": source}


def _named(row: Mapping[str, str], year: str) -> tuple[str, ...]:
    return row["code"][:2], row["level"], row["short_name"], year


def _bridged(names: list[str | None]) -> list[str | None]:
    """A name gone from at most two lists and back again was never gone."""
    bridged = list(names)
    for width in (1, 2):
        for start in range(1, len(names) - width):
            if not any(names[start : start + width]) and names[start - 1] == names[start + width]:
                bridged[start : start + width] = [names[start - 1]] * width
    return bridged


def _runs(names: list[str | None]) -> Iterator[tuple[int, int, str]]:
    start = 0
    for index, name in enumerate(names):
        if index + 1 == len(names) or names[index + 1] != name:
            if name:
                yield start, index, name
            start = index + 1


def corrected(rows: Iterable[dict[str, str]], corrections: Path) -> Iterator[dict[str, str]]:
    """The rows with `corrections` laid over them; one that meets no row, or changes none, is an error."""
    with corrections.open(encoding="utf-8", newline="") as file:
        open_ones = {(row["code"], row["name"], row["field"]): row for row in csv.DictReader(file)}
    for row in rows:
        for field in FIELDS:
            row.setdefault(field, "")
            correction = open_ones.pop((row["code"], row["name"], field), None)
            if correction is None:
                continue
            if correction["value"] == row[field]:
                raise SystemExit(f"{corrections}: {row['code']} has this {field} in the lists now: remove it")
            row[field] = correction["value"]
            row["source"] += f"; {field} {correction['source']}"
        yield row
    if open_ones:
        raise SystemExit(f"{corrections}: no such place: {', '.join(' '.join(key) for key in open_ones)}")


def main() -> None:
    """Read the sources named on the command line and write places.csv."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gb2260", type=Path, help="folder of the unpacked npm package gb2260")
    parser.add_argument(
        "lists", nargs="+", metavar="YEAR=FOLDER", help="unpacked china-division of that year"
    )
    arguments = parser.parse_args()
    lists = read_revisions(arguments.gb2260)
    for year, _, folder in (item.partition("=") for item in arguments.lists):
        lists[int(year)] = read_division(Path(folder))
    rows = list(with_successors(corrected(rows_of(lists), HERE / "corrections.csv")))
    with (HERE / "places.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
