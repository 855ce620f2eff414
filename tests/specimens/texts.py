"""The reports of the specimens: titles, paragraphs, tables and signature of each of the four eras, in own words."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tests.printed import GROUPS_2019, GROUPS_2021, HEAD_OF_APPLICATIONS, HEAD_OF_REVIEWS, Td, applications

Rows = tuple[tuple[Td, ...], ...]
Piece = str | Rows
"""A paragraph, or a table as its cells with their spans."""

ORGANS = (
    "临溪县档案馆", "白石镇人民政府", "云亭区统计局", "北河市住房和城乡建设局", "长坪乡人民政府",
    "石桥区市场监督管理局", "江口县人民政府办公室", "东岭街道办事处", "平原市公路管理处", "金沙县医疗保障局",
    "柳林县公共资源交易中心",
)  # fmt: skip
YEARS = {"free": range(2008, 2014), "2014": range(2014, 2019), "2019": range(2019, 2021), "2021": range(2021, 2025)}
DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Draft:
    era: str
    organ: str
    year: int
    title: str
    signed: date
    head: tuple[str, ...]
    """Lines that the text says again above its first sentence: its title, or parts of it."""
    pieces: tuple[Piece, ...]
    closing: tuple[str, ...]
    """Who signs and when; nothing where it is not signed."""


def write(era: str, rng: random.Random) -> Draft:
    organ, year = rng.choice(ORGANS), rng.choice(YEARS[era])
    signed = date(year + 1, 1, 6) + timedelta(days=rng.randrange(70))
    title = rng.choice(TITLES).format(organ=organ, year=year, han="".join(DIGITS[int(d)] for d in str(year)))
    head = rng.choice(((), (), (title,), (organ, title.replace(organ, "")), tuple(_halve(title))))
    opening = rng.choice(OPENINGS).format(organ=organ, year=year)
    body = {"free": _free, "2014": _indicators, "2019": _standard, "2021": _standard}[era](era, organ, year, rng)
    pieces = (opening, *body, *rng.choice(LAST))
    if rng.random() < CONTENTS:
        pieces = ("目　录", *(piece for piece in body if isinstance(piece, str) and piece[1:2] == "、"), *pieces)
    return Draft(
        era, organ, year, title, signed, tuple(line for line in head if line), pieces, _sign(organ, signed, rng)
    )


def _halve(title: str) -> Sequence[str]:
    at = title.find("政府信息公开")
    return (title[:at], title[at:]) if at > 0 else (title,)


TITLES = (
    "{organ}{year}年政府信息公开工作年度报告",
    "{organ}{year}年度政府信息公开工作报告",
    "{year}年{organ}政府信息公开年度报告",
    "{organ}关于{year}年政府信息公开工作情况的报告",
    "{organ}{han}年政府信息公开年报",
)
OPENINGS = (
    "依照《中华人民共和国政府信息公开条例》第五十条，由{organ}编写并发布{year}年度报告，电子版可在门户网站下载。",
    "本年度报告由概况、主动公开、依申请公开、存在问题和附表组成。数据统计期限为{year}年1月1日至12月31日。",
    "现将{organ}{year}年信息公开工作情况向社会公布，欢迎监督。如对本报告有疑问，请与我单位办公室联系（地址：人民路8号，电话：0000-7654321）。",
)
SENTENCES = (
    "我单位把信息公开列入年度目标考核，全年召开专题会议{a}次，研究解决目录更新、保密审查和答复时限等具体问题。",
    "通过门户网站公开信息{b}条，其中工作动态{a}条，人事信息{a}条，财政资金信息{a}条。",
    "办事大厅设有触摸屏和打印机，群众可以免费打印所需材料，也可以扫一扫墙上的二维码在手机上查阅。",
    "网站全年访问量{b}万人次，浏览次数最多的是办事指南；字体放大、语音播报等适老功能已经上线。",
    "对来源不明、未经审核的稿件一律退回，发布时间以审批单签署之日为准。",
    "全年收到书面申请{a}件，均在法定期限内答复，没有收取任何费用。",
    "目前，索引号、发布机构、文号等著录项目已经补齐，分类更加准确，检索更加方便。",
    "下一步，将加强培训，充实力量，重点做好政策解读和回应关切，让群众看得懂、信得过。",
    "存在的不足是：部分栏目更新不够及时，解读形式较为单一，基层人员业务水平有待提高。",
    "与有关部门建立会商机制，对拿不准的申请先行沟通，避免简单答复引发争议。",
    "关闭长期不更新的账号{a}个，保留的政务新媒体全部纳入日常监测，分享和转载须注明出处。",
    "全年组织培训{a}次，{b}人次参加，考试合格率百分之九十六。",
    "对照第三方评估报告逐条整改，补录历史文件{b}件，清理失效链接{a}处。",
    "在图书馆、档案馆设立查阅点，配备专人引导，免费提供复印服务。",
    "坚持“谁公开、谁审查、谁负责”，拟公开的信息须经股室、分管领导两级把关。",
    "围绕教育、医疗、住房、社保等民生领域，编印便民手册{b}册，发放到村到户。",
    "参加在线访谈{a}期，回答网民提问{b}个，撰写解读文章{a}篇。",
    "受理机构设在办公室，工作日上午8:30至12:00、下午2:00至5:30接待来访。",
    "预算、决算和“三公”经费在批复后二十日内公开，采购项目全过程留痕。",
    "与上年相比，申请数量增加{a}件，主要集中在征地补偿和房屋登记方面。",
    "修订工作制度{a}项，明确了主动公开、依申请公开、更正和归档的流程。",
    "对群众反映的问题，做到件件有着落、事事有回音，满意率明显提高。",
    "没有因信息公开引起的行政复议、行政诉讼和举报投诉，也没有发生失泄密事件。",
    "全年制发规范性文件{a}件，均在印发后及时上网并附解读材料。",
    "借助短信平台向企业推送政策{b}条，召开座谈会{a}场，听取意见建议。",
)
SHORT = ("无。", "无", "本年度未发生此类情况。", "没有其他需要报告的事项。", "具体数据见下表：", "主要做法有：")
FREE_HEADINGS = (
    "{n}、基本情况", "{n}、主动公开情况", "{n}、依申请公开办理情况", "{n}、收费及减免情况", "{n}、复议和诉讼情况",
    "{n}、存在问题与打算", "{n}、需要说明的事项",
)  # fmt: skip
STANDARD_HEADINGS = (
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
)  # fmt: skip


Say = Callable[[int, int], list[str]]


def _speaker(rng: random.Random) -> Say:
    """Says some sentences more, from so many to so many, none twice before all are said."""
    rest: list[str] = []

    def say(least: int, most: int) -> list[str]:
        said = []
        for _ in range(rng.randint(least, most)):
            rest[:] = rest or rng.sample(SENTENCES, len(SENTENCES))
            said.append(rest.pop().format(a=rng.randint(2, 9), b=rng.randint(11, 970)))
        return said

    return say


def _free(era: str, organ: str, year: int, rng: random.Random) -> list[Piece]:
    """Headings of many kinds, or none; now and then a table of the organ's own, or lists of short items."""
    style = rng.choice(("{n}、{words}", "{words}", "", "{n}、{words}", "第{n}部分　{words}", "{n} 、 {words}："))
    pieces: list[Piece] = []
    say = _speaker(rng)
    for at, heading in enumerate(FREE_HEADINGS[: rng.randint(4, 7)]):
        if style:
            pieces.append(style.format(n="一二三四五六七"[at], words=heading[4:]))
        pieces += say(1, 3)
        if at == 1 and rng.random() < 0.5:
            pieces += [
                f"（{n}）{item}；" for n, item in zip("一二三", ("机构职能类", "规划计划类", "应急管理类"), strict=True)
            ]
        if at == 2 and rng.random() < 0.5:
            pieces.append(_own_table(year, rng))
        if at > 2 and rng.random() < 0.4:
            pieces.append(rng.choice(SHORT[:4]))
    return pieces


def _own_table(year: int, rng: random.Random) -> Rows:
    items = ("网站公开数", "公报公开数", "申请受理数", "接待咨询人次")
    rows = [("项目", "单位", f"{year}年", "累计"), *((item, "条", str(rng.randint(0, 90)), "") for item in items)]
    return tuple(rows)


def _indicators(era: str, organ: str, year: int, rng: random.Random) -> list[Piece]:
    pieces: list[Piece] = []
    say = _speaker(rng)
    for at, heading in enumerate(FREE_HEADINGS[:5]):
        pieces += [heading.format(n="一二三四五"[at]), *say(1, 3)]
    labels = (
        "一、主动公开情况", "（一）主动公开政府信息数", "其中：主动公开规范性文件数",
        "（二）通过不同渠道和方式公开政府信息的情况",
        "1.政府公报公开政府信息数", "2.政府网站公开政府信息数", "三、依申请公开情况", "（一）收到申请数",
        "1.当面申请数",
    )  # fmt: skip
    values = [("——", "") if label[1] == "、" else ("条", str(rng.randint(0, 400))) for label in labels]
    table = (("统计指标", "单位", "统计数"), *((label, *value) for label, value in zip(labels, values, strict=True)))
    return [*pieces, rng.choice(("附：政府信息公开情况统计表", "附表", "政府信息公开情况统计表")), table]


def _standard(era: str, organ: str, year: int, rng: random.Random) -> list[Piece]:
    tables = {2: _active(era, rng), 3: _applications(era, rng), 4: _reviews(rng)}
    pieces: list[Piece] = []
    say = _speaker(rng)
    for number, heading in enumerate(STANDARD_HEADINGS, 1):
        pieces.append(heading)
        if number in tables:
            pieces += [*rng.choice(((), (), say(1, 1), (SHORT[4],))), tables[number]]
        else:
            pieces += rng.choice((say(2, 4), [SHORT[0]])) if number == 6 else say(2, 5)
    return pieces


def _active(era: str, rng: random.Random) -> Rows:
    heads = (
        ("本年新制作数量", "本年新公开数量", "对外公开总数量")
        if era == "2019"
        else ("本年制发件数", "本年废止件数", "现行有效件数")
    )
    rows: list[tuple[Td, ...]] = [(("第二十条第（一）项", 4, 1),), ("信息内容", *heads)]
    rows += [(label, *(str(rng.randint(0, 30)) for _ in heads)) for label in ("规章", "规范性文件")]
    rows += [
        (("第二十条第（五）项", 4, 1),),
        ("信息内容", ("本年处理决定数量", 3, 1)),
        ("行政许可", (rng.choice(("", "0", "31")), 3, 1)),
    ]
    return tuple(rows)


def _applications(era: str, rng: random.Random) -> Rows:
    numbers = {
        "新收": [str(rng.randint(0, 9)) for _ in range(7)],
        "总计": [rng.choice(("", "0", "4")) for _ in range(7)],
    }
    body = applications(GROUPS_2019 if era == "2019" else GROUPS_2021, numbers)
    return tuple(tuple(row) for row in (*HEAD_OF_APPLICATIONS, *body))


def _reviews(rng: random.Random) -> Rows:
    return tuple(tuple(row) for row in (*HEAD_OF_REVIEWS, [str(rng.randint(0, 3)) for _ in range(15)]))


CONTENTS = 0.1
"""Share of the reports with a table of contents."""

LAST = (
    (), (), (), ("特此报告。",), ("（联系人：李明；联系电话：0000-7654321）",),
    ("单位负责人：王芳　审核人：李明　填报人：张华　联系电话：0000-7654321　填报日期：2017年2月8日",),
    ("注：1.规范性文件数按印发日期统计。", "2.其他方式指公告栏、广播和短信。"),
    ("附件：1．主动公开目录", "2．依申请公开办理流程图"), ("本报告可在县档案馆查阅，网址：http://www.example.gov.cn/xxgk/。",),
)  # fmt: skip
"""What may stand between the last section and the signature."""


def _sign(organ: str, signed: date, rng: random.Random) -> tuple[str, ...]:
    by_hand = f"{signed.year}年{signed.month}月{signed.day}日"
    day = rng.choice((by_hand, f"{signed:%Y-%m-%d}", f"{signed.year}.{signed.month}.{signed.day}"))
    return rng.choice(
        ((organ, day), (organ, day), (f"{organ}　{by_hand}",), (f"{organ}（盖章）", by_hand), (by_hand,), ())
    )
