"""Made-up yearly reports as HTML pages: no figure in them was ever published.

A report has some 8,000 characters and 95 figures, ten times the density of a news text, in sections with the
headings that such reports have. Its wording is put together from the sentences below by a seed, so that of
two reports no two paragraphs are alike; names of places are real, as a report that is not its place's own
would be refused.
"""

from dataclasses import dataclass
from functools import cache
from random import Random

from warehouse.places import COUNTRY, load_places
from warehouse.records import Place

CHARACTERS = 8000
FIRST_YEAR = 2012
_PARAGRAPH = 240
"""Characters of a paragraph, as they come out."""
_HEADINGS = (
    "依法全面履行政府职能",
    "完善依法行政制度体系",
    "推进行政决策科学化民主化法治化",
    "坚持严格规范公正文明执法",
    "强化对行政权力的制约和监督",
    "依法有效化解社会矛盾纠纷",
    "全面提高工作人员法治思维和依法行政能力",
    "存在的问题和下一步打算",
)
_SUBHEADINGS = ("深化改革", "优化环境", "健全机制", "压实责任", "夯实基础", "提升质效")
_FACTS = (
    "全年共受理行政复议案件{n}件，审结{m}件，综合纠错率{p}%。",
    "{area}法院受理一审行政诉讼案件{n}件，同比{move}{p}%，行政机关负责人出庭应诉率达到{q}%。",
    "{office}全年办理行政处罚案件{n}件，罚没款{w}万元，比上年{move}{p}个百分点。",
    "审查规范性文件{n}件，清理废止{s}件、修改{t}件，报备率、及时率均为{q}%。",
    "建成公共法律服务站{n}个，提供法律咨询{w}人次，办理法律援助案件{m}件。",
    "各级人民调解组织共排查纠纷{n}起，成功化解{m}起，调解成功率{q}%。",
    "取消、下放行政审批事项{s}项，承接省级事项{t}项，“最多跑一次”事项占比{q}%以上。",
    "举办领导干部学法讲座{s}期，参加培训{n}余人次，考试合格率达{q}%。",
    "政务服务大厅接件{w}件，按时办结率{q}%，平均办理时间缩短{s}个工作日。",
    "公开政府信息{n}条，收到依申请公开{m}件，其中予以公开{t}件、部分公开{s}件。",
    "全市共有行政执法人员{n}名，持证上岗率{q}%，清退不合格人员{s}名。",
    "{office}、{other}分别办理案件{n}件、{m}件，分别增长{p}%和{r}%。",
    "其中，{area}{n}件，占{p}%；其他地区{m}件，占{r}%。",
    "新登记市场主体{n}户，总量突破{x}万户，企业开办时间压缩至{s}个工作日内。",
    "办理人大代表建议{s}件、政协提案{m}件，办结率、满意率分别为{q}%和{p}%。",
    "开展“双随机、一公开”检查{s}次，抽查企业{n}家，发现问题{m}个，已整改{t}个。",
    "行政应诉案件败诉{s}件，败诉率由上年的{p}%下降到{r}%，居{area}第{s}位。",
    "聘请政府法律顾问{s}名，审核合同{m}份，涉及金额{x}亿元，提出意见{n}条。",
    "截至{year}年底，累计建成法治文化阵地{m}处，创建省级民主法治示范村{s}个。",
    "上半年查处违法案件{m}起，移送司法机关{s}起{t}人，追回资金{x}亿元。",
)
_PROSE = (
    "坚持以习近平法治思想为指导，认真贯彻落实中央和省委决策部署，",
    "把法治建设摆在全局工作的突出位置，主要负责人切实履行第一责任人职责，",
    "健全重大行政决策程序，落实公众参与、专家论证、风险评估、合法性审查和集体讨论决定，",
    "推动执法重心向基层下移，着力解决多头执法、重复执法的问题，",
    "进一步理顺部门职责关系，完善权责清单动态管理，",
    "加强源头治理和多元化解，把矛盾消除在萌芽状态，",
    "主动接受人大法律监督、政协民主监督和社会舆论监督，",
    "注重运用数字手段提升治理水平，推进数据共享和业务协同，",
    "严格落实行政执法公示、全过程记录和重大决定法制审核制度，",
    "持续优化法治化营商环境，依法平等保护各类主体的合法权益，",
    "深入开展普法宣传教育，营造尊法学法守法用法的浓厚氛围，",
    "建立健全考核评价和责任追究机制，以督察促整改、以整改促提升，",
    "围绕群众反映强烈的突出问题开展专项整治，回应社会关切，",
    "完善突发事件应对预案，提高依法防控和应急处置能力，",
    "充分发挥法律顾问和公职律师作用，为科学决策提供支撑，",
    "规范行政裁量权基准，统一执法尺度，防止畸轻畸重，",
)
_ENDS = ("取得了明显成效。", "各项工作稳步推进。", "群众满意度不断提高。", "为高质量发展提供了有力保障。")
_OFFICES = ("市场监管部门", "生态环境部门", "公安机关", "交通运输部门", "司法行政机关", "城管执法部门")
_TITLE = "{place}人民政府{year}年法治政府建设工作情况报告"


@dataclass(frozen=True, slots=True)
class MadeReport:
    """One report: whose, of which year, its address and its page's bytes."""

    place: str
    year: int
    url: str
    page: bytes


@cache
def made_places() -> tuple[Place, ...]:
    """The places that were there in all of the years, in the order of their codes."""
    still = (place for place in load_places().within(COUNTRY, FIRST_YEAR) if not place.valid_to)
    return tuple({place.code: place for place in still}.values())


def made_report(number: int, site: str, *, revision: int = 0, characters: int = CHARACTERS) -> MadeReport:
    """Report `number` of the corpus, at an address of `site`; another `revision` has other figures.

    It has some so many `characters`, a paragraph of each section at least.

    Numbers run through the places of one year after another: 38,000 of them are thirteen years of nearly all.
    """
    places = made_places()
    years, at = divmod(number, len(places))
    place, year = places[at], FIRST_YEAR + years
    rng = Random(f"{number}/{revision}")
    title = _TITLE.format(place=place.name, year=year)
    body = "\n".join(f"<p>{line}</p>" for line in _lines(rng, year, characters))
    page = _PAGE.format(title=title, place=place.name, next_year=year + 1, body=body)
    return MadeReport(place.code, year, f"{site}/{place.code}/{year}.html", page.encode())


def _lines(rng: Random, year: int, characters: int) -> list[str]:
    """Headings and paragraphs up to the length of a report."""
    lines: list[str] = []
    share = characters // len(_HEADINGS) - _PARAGRAPH // 2
    for number, heading in enumerate(_HEADINGS):
        lines.append(f"{'一二三四五六七八'[number]}、{heading}")
        section: list[str] = []
        while not section or sum(map(len, section)) < share:
            subheading = f"（{'一二三四五六七八九十'[len(section)]}）{rng.choice(_SUBHEADINGS)}。"
            section.append(subheading + "".join(_sentences(rng, year)))
        lines += section
    return lines


def _sentences(rng: Random, year: int) -> list[str]:
    """A paragraph of prose with a sentence of figures in it."""
    made = [
        "".join(rng.sample(_PROSE, rng.randint(1, 3))) + rng.choice(_ENDS) for _ in range(rng.randint(3, 4))
    ]
    made.insert(rng.randrange(len(made) + 1), rng.choice(_FACTS).format(**_words(rng, year)))
    return made


def _words(rng: Random, year: int) -> dict[str, object]:
    office, other = rng.sample(_OFFICES, 2)
    return {
        "office": office,
        "other": other,
        "area": rng.choice(("全市", "全省", "我市", "市区")),
        "move": rng.choice(("增长", "下降", "上升", "减少")),
        "year": year,
        "n": rng.randint(300, 9000),
        "m": rng.randint(20, 300),
        "s": rng.randint(2, 19),
        "t": rng.randint(2, 19),
        "w": rng.randint(100, 9000),
        "x": f"{rng.uniform(1, 90):.2f}",
        "p": f"{rng.uniform(1, 40):.1f}",
        "q": f"{rng.uniform(85, 100):.1f}",
        "r": f"{rng.uniform(1, 40):.2f}",
    }


_PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}-{place}人民政府</title>
<meta name="SiteName" content="{place}人民政府"><meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{next_year}-03-30 09:00"><meta name="ColumnName" content="法治政府建设">
<style>.nav a {{ color: #333 }} .article p {{ text-indent: 2em }}</style></head>
<body><div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a><a href="/bsfw/">办事服务</a></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/fzzf/">法治政府建设</a></div>
<div class="article"><h1>{title}</h1>
<div class="info">发布日期：{next_year}-03-30 来源：{place}司法局 浏览次数：</div>
<div class="TRS_Editor">
{body}
</div></div>
<div class="footer">主办：{place}人民政府办公室 备案号：见首页底部</div></body></html>
"""
