"""The gazetteer by example: codes, names with and without parents, years, and what is no place."""

import pytest

from warehouse.errors import CatalogueError
from warehouse.places import Gazetteer, load_places, parse_places

HEADER = "code,name,level,valid_from,valid_to,short_name"


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return load_places()


@pytest.mark.parametrize(
    ("code", "name", "level"),
    [
        ("100000", "全国", "country"),
        ("110000", "北京市", "province"),
        ("520000", "贵州省", "province"),
        ("330700", "金华市", "prefecture"),
        ("330500", "湖州市", "prefecture"),
        ("340100", "合肥市", "prefecture"),
        ("230100", "哈尔滨市", "prefecture"),
        ("371200", "莱芜市", "prefecture"),
        ("520500", "毕节市", "prefecture"),
        ("330781", "兰溪市", "county"),
        ("330782", "义乌市", "county"),
        ("330723", "武义县", "county"),
        ("330727", "磐安县", "county"),
        ("430121", "长沙县", "county"),
        ("500112", "渝北区", "county"),
        ("419001", "济源市", "county"),
        ("429004", "仙桃市", "county"),
        ("659001", "石河子市", "county"),
        ("130181", "辛集市", "county"),
    ],
)
def test_place_of_a_code_in_2017(places: Gazetteer, code: str, name: str, level: str) -> None:
    place = places.by_code(code, 2017)
    assert place is not None
    assert (place.code, place.name, place.level) == (code, name, level)


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        pytest.param("371200", 2018, "莱芜市", id="last year of a dissolved city"),
        pytest.param("371200", 2019, None, id="dissolved"),
        pytest.param("370116", 2018, None, id="not yet a district"),
        pytest.param("370116", 2019, "莱芜区", id="a district now"),
        pytest.param("420600", 2010, "襄樊市", id="before the renaming"),
        pytest.param("420600", 2011, "襄阳市", id="after the renaming"),
        pytest.param("420600", None, "襄阳市", id="latest name"),
        pytest.param("371200", None, "莱芜市", id="latest form of a retired code"),
        pytest.param("340181", 2017, "巢湖市", id="county-level city after 2011"),
        pytest.param("341400", 2010, "巢湖市", id="prefecture before 2011"),
        pytest.param("460400", 2015, "儋州市", id="correction laid over the lists"),
        pytest.param("330700", 1990, "金华市", id="before the first list"),
        pytest.param("330700", 2040, "金华市", id="after the last list"),
        pytest.param("110100", 2017, None, id="a row that only groups districts"),
        pytest.param("999999", 2017, None, id="unknown"),
        pytest.param("", 2017, None, id="empty"),
    ],
)
def test_codes_have_their_years(places: Gazetteer, code: str, year: int | None, name: str | None) -> None:
    place = places.by_code(code, year)
    assert (place.name if place else None) == name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("330700", "330700"),
        pytest.param("330700.0", "330700", id="through a spreadsheet"),
        pytest.param("330700000000", "330700", id="statistical, twelve digits"),
        pytest.param(" ３３０７００ ", "330700", id="full width, padded"),
        ("金华市", "330700"),
        ("金华", "330700"),
        ("浙江省金华市", "330700"),
        ("浙江省 金华市", "330700"),
        ("浙江金华", "330700"),
        ("浙江省金华市义乌市", "330782"),
        ("浙江义乌", "330782"),
        ("重庆市渝北区", "500112"),
        ("重庆渝北区", "500112"),
        ("渝北", "500112"),
        ("长沙县", "430121"),
        ("吉林省吉林市", "220200"),
        ("陕西宝鸡市陈仓区", "610304"),
        ("河南新县", "411523"),
        ("河南省济源市", "419001"),
        ("莱芜", "371200"),
        ("积石山", "622927"),
        ("延边州", "222400"),
        ("金平县", "532530"),
        ("鄂伦春旗", "150723"),
        ("内蒙古", "150000"),
        ("香港", "810000"),
        ("全国", "100000"),
    ],
)
def test_what_a_text_means_in_2017(places: Gazetteer, text: str, code: str) -> None:
    assert places.resolve(text, 2017).code == code


@pytest.mark.parametrize(
    ("text", "year", "code"),
    [
        pytest.param("巢湖市", 2010, "341400", id="prefecture then"),
        pytest.param("巢湖市", 2017, "340181", id="county-level city now"),
        pytest.param("毕节地区", 2010, "522400", id="毕节 before"),
        pytest.param("毕节", 2017, "520500", id="毕节 after"),
        pytest.param("莱芜", 2019, "370116", id="the district that 莱芜市 became"),
        pytest.param("济源市", None, "419001", id="without a year, what still exists"),
        pytest.param("莱芜市", None, "371200", id="without a year, even what is gone"),
    ],
)
def test_a_name_changes_hands(places: Gazetteer, text: str, year: int | None, code: str) -> None:
    assert places.resolve(text, year).code == code


@pytest.mark.parametrize(
    ("text", "year", "words"),
    [
        pytest.param("金花市", 2017, ["金花市 is no place", "金华市"], id="misspelt: nearest names"),
        pytest.param(
            "朝阳区", 2017, ["北京市朝阳区 110105", "吉林省长春市朝阳区 220104"], id="two districts"
        ),
        pytest.param("吉林", 2017, ["吉林省 220000", "吉林省吉林市 220200"], id="province and city"),
        pytest.param(
            "莱芜市", 2019, ["no place in 2019", "371200 was valid to 2018"], id="dissolved, by name"
        ),
        pytest.param("371200", 2019, ["no place in 2019", "莱芜市"], id="dissolved, by code"),
        pytest.param("370116", 2017, ["莱芜区", "from 2019"], id="not yet"),
        pytest.param("999999", 2017, ["999999 is no place code"], id="unknown code"),
        pytest.param("33070", 2017, ["33070 is no place"], id="five digits"),
        pytest.param("江苏省金华市", 2017, ["江苏省金华市 is no place"], id="under the wrong province"),
        pytest.param("  ", 2017, ["empty"], id="blank"),
        pytest.param("市", 2017, ["市 is no place"], id="a suffix alone"),
    ],
)
def test_what_is_no_place_says_the_way_out(places: Gazetteer, text: str, year: int, words: list[str]) -> None:
    with pytest.raises(CatalogueError) as caught:
        places.resolve(text, year)
    assert [word for word in words if word not in str(caught.value)] == []
    assert "\n" not in str(caught.value)


def test_places_within_a_city(places: Gazetteer) -> None:
    names = [place.name for place in places.within("330700", 2017)]
    assert names == ["婺城区", "金东区", "武义县", "浦江县", "磐安县", "兰溪市", "义乌市", "东阳市", "永康市"]


@pytest.mark.parametrize(
    ("code", "year", "expected"),
    [
        pytest.param("370000", 2018, True, id="莱芜市 in Shandong in 2018"),
        pytest.param("370000", 2019, False, id="no longer in 2019"),
        pytest.param("100000", 2018, True, id="the country holds every place"),
        pytest.param("330000", 2018, False, id="in no other province"),
        pytest.param("371200", 2018, False, id="a place is not within itself"),
        pytest.param("999999", 2018, False, id="unknown code"),
    ],
)
def test_places_within_a_year(places: Gazetteer, code: str, year: int, *, expected: bool) -> None:
    assert ("371200" in {place.code for place in places.within(code, year)}) is expected


@pytest.mark.parametrize(
    ("code", "names"),
    [
        pytest.param("330782", ["金华市", "浙江省", "全国"], id="county"),
        pytest.param("330700", ["浙江省", "全国"], id="prefecture"),
        pytest.param("429004", ["湖北省", "全国"], id="county directly under a province"),
        pytest.param("500112", ["重庆市", "全国"], id="district of a municipality"),
        pytest.param("110000", ["全国"], id="province"),
        pytest.param("100000", [], id="country"),
    ],
)
def test_parents(places: Gazetteer, code: str, names: list[str]) -> None:
    assert [place.name for place in places.parents(code, 2017)] == names


def test_all_places_of_a_name(places: Gazetteer) -> None:
    assert [place.code for place in places.named("长沙", 2017)] == ["430100", "430121"]
    assert places.named("无此地", 2017) == ()


@pytest.mark.parametrize(
    ("code", "year", "successors"),
    [
        pytest.param("371200", None, ["370100"], id="莱芜 into 济南, 2019"),
        pytest.param("371202", None, ["370116"], id="莱城区 to 莱芜区"),
        pytest.param("341400", None, ["340100", "340200", "340500"], id="巢湖 split up, 2011"),
        pytest.param("341402", None, ["340181"], id="居巢区 to the county-level 巢湖"),
        pytest.param("340721", None, ["340706"], id="铜陵县 to 义安区"),
        pytest.param("522400", None, ["520500"], id="毕节 as a prefecture, 2011"),
        pytest.param("522401", None, ["520502"], id="毕节 as a county: 七星关区"),
        pytest.param("652200", None, ["650500"], id="哈密 as a prefecture, 2016"),
        pytest.param("652201", None, ["650502"], id="哈密 as a county: 伊州区"),
        pytest.param("410881", None, ["419001"], id="济源 directly under the province"),
        pytest.param("469025", 2006, ["469021"], id="定安 in Hainan, re-coded"),
        pytest.param("469025", 2017, [], id="白沙, which has the old code of 定安"),
        pytest.param("469003", None, ["460400"], id="儋州, a prefecture from 2015"),
        pytest.param("420600", 2010, ["420600"], id="襄樊, 襄阳 under the same code"),
        pytest.param("310108", None, ["310106"], id="闸北 into 静安"),
        pytest.param("429004", None, [], id="仙桃 still is"),
        pytest.param("659009", None, [], id="昆玉 still is"),
        pytest.param("999999", None, [], id="unknown"),
    ],
)
def test_what_a_place_became(places: Gazetteer, code: str, year: int | None, successors: list[str]) -> None:
    """Successors by name, also of codes that were used again."""
    assert [place.code for place in places.successors(code, year)] == successors


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        pytest.param("340181", ["居巢区 341402", "巢湖市 340181"], id="巢湖"),
        pytest.param("371202", ["莱城区 371202", "莱芜区 370116"], id="莱芜"),
        pytest.param("650502", ["哈密市 652201", "伊州区 650502"], id="哈密"),
        pytest.param("469025", ["白沙黎族自治县 469030", "白沙黎族自治县 469025"], id="白沙"),
        pytest.param("500110", ["万盛区 500110", "綦江县 500222", "綦江区 500110"], id="two merged"),
        pytest.param("469007", ["东方市 469007"], id="东方, never changed"),
        pytest.param("999999", [], id="unknown"),
    ],
)
def test_history_of_a_place(places: Gazetteer, code: str, forms: list[str]) -> None:
    """The same area under its names and codes, the oldest first."""
    assert [f"{place.name} {place.code}" for place in places.history(code)] == forms


@pytest.mark.parametrize(
    ("code", "first"), [("659005", 2011), ("659008", 2015), ("659009", 2016), ("659010", 2019)]
)
def test_cities_of_the_xinjiang_corps_begin_when_they_were_founded(
    places: Gazetteer, code: str, first: int
) -> None:
    assert places.by_code(code, first - 1) is None
    assert places.by_code(code, first) is not None


def test_every_successor_exists_when_its_place_ends(places: Gazetteer) -> None:
    gone = [place for place in places.within("100000") if place.successors]
    assert len(gone) > 500
    assert [
        place for place in gone if len(places.successors(place.code, place.valid_to)) < len(place.successors)
    ] == []


def test_every_place_names_its_source(places: Gazetteer) -> None:
    assert [place for place in places.within("100000") if not place.source] == []


@pytest.mark.parametrize(
    ("near", "code"),
    [
        pytest.param("410200", "410204", id="on the site of its city"),
        pytest.param("410204", "410204", id="on its own site"),
        pytest.param("410100", "410204", id="in the same province"),
    ],
)
def test_an_ambiguous_name_is_told_by_the_site(places: Gazetteer, near: str, code: str) -> None:
    assert places.resolve("鼓楼区", 2017, near=near).code == code


@pytest.mark.parametrize(
    "near", ["", "440100", "320000"], ids=["no site", "elsewhere", "two in the province"]
)
def test_an_ambiguous_name_is_refused_with_its_candidates(places: Gazetteer, near: str) -> None:
    with pytest.raises(CatalogueError, match="江苏省南京市鼓楼区 320106, 江苏省徐州市鼓楼区 320302"):
        places.resolve("鼓楼区", 2017, near=near)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("浙江省", "浙江"),
        ("广西壮族自治区", "广西"),
        ("积石山保安族东乡族撒拉族自治县", "积石山"),
        ("巴里坤哈萨克自治县", "巴里坤"),
        ("东乡族自治县", "东乡族"),
        ("浦东新区", "浦东"),
        ("清新区", "清新"),
        ("碑林区", "碑林"),
        ("神农架林区", "神农架"),
        ("香港特别行政区", "香港"),
        ("大兴安岭地区", "大兴安岭"),
        ("锡林郭勒盟", "锡林郭勒"),
        ("新县", "新县"),
    ],
)
def test_short_names(places: Gazetteer, name: str, short: str) -> None:
    assert {place.short_name for place in places.named(name, 2017)} == {short}


@pytest.mark.parametrize("year", [2003, 2010, 2017, 2023])
def test_no_code_has_two_names_in_one_year(places: Gazetteer, year: int) -> None:
    codes = [place.code for place in places.within("100000", year)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("code,name\n330700,金华市\n", "lacks the column", id="missing column"),
        pytest.param("", "lacks the column", id="empty file"),
        pytest.param(f"{HEADER}\n3307,金华市,prefecture,,,金华\n", "line 2", id="short code"),
        pytest.param(f"{HEADER}\n330700,金华市,city,,,金华\n", "level", id="unknown level"),
        pytest.param(f"{HEADER}\n330700,金华市,prefecture,always,,金华\n", "years", id="no year"),
        pytest.param(f"{HEADER},successor\n330700,金华市,prefecture,,,金华,3301\n", "codes", id="no code"),
    ],
)
def test_a_wrong_list_of_places_names_its_line(text: str, words: str) -> None:
    with pytest.raises(CatalogueError, match=words):
        parse_places(text, "places.csv")
