"""Standard statistics tables as grids, laid out like the HTML of real reports: what the tests of statistics read."""

from collections.abc import Mapping, Sequence

from archive.reading.document import Grid, Span

Td = str | tuple[str, int, int]
"""A cell's text, or text, colspan, rowspan."""

CORNER: Td = ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3)
APPLICANTS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
HEAD_OF_APPLICATIONS: tuple[list[Td], ...] = (
    [CORNER, ("申请人情况", 7, 1)],
    [("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)],
    [*APPLICANTS],
)
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
HEAD_OF_REVIEWS: tuple[list[Td], ...] = (
    [("行政复议", 5, 1), ("行政诉讼", 10, 1)],
    [*((outcome, 1, 2) for outcome in OUTCOMES), ("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)],
    [*OUTCOMES, *OUTCOMES],
)
GROUPS_2019: tuple[tuple[str, Sequence[str]], ...] = (
    ("（一）予以公开", ()),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ()),
    (
        "（三）不予公开",
        (
            "1.属于国家秘密",
            "2.其他法律行政法规禁止公开",
            "3.危及“三安全一稳定”",
            "4.保护第三方合法权益",
            "5.属于三类内部事务信息",
            "6.属于四类过程性信息",
            "7.属于行政执法案卷",
            "8.属于行政查询事项",
        ),
    ),
    ("（四）无法提供", ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确")),
    (
        "（五）不予处理",
        (
            "1.信访举报投诉类申请",
            "2.重复申请",
            "3.要求提供公开出版物",
            "4.无正当理由大量反复申请",
            "5.要求行政机关确认或重新出具已获取信息",
        ),
    ),
    ("（六）其他处理", ()),
    ("（七）总计", ()),
)
GROUPS_2021 = (
    *GROUPS_2019[:-2],
    (
        "（六）其他处理",
        (
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "3.其他",
        ),
    ),
    GROUPS_2019[-1],
)


def lay(*rows: Sequence[Td]) -> Grid:
    """A grid from rows of cells as a page spans them; short rows are padded with blanks."""
    texts: dict[tuple[int, int], str] = {}
    spans: list[Span] = []
    for r, row in enumerate(rows):
        c = 0
        for td in row:
            text, width, height = (td, 1, 1) if isinstance(td, str) else td
            while (r, c) in texts:
                c += 1
            texts |= {(r + down, c + right): text for down in range(height) for right in range(width)}
            if width * height > 1:
                spans.append(Span(r, c, height, width))
            c += width
    columns = 1 + max(c for _, c in texts)
    grid = tuple(tuple(texts.get((r, c), "") for c in range(columns)) for r in range(len(rows)))
    return Grid(grid, tuple(spans))


def applications(groups: Sequence[tuple[str, Sequence[str]]], printed: Mapping[str, Sequence[str]]) -> list[list[Td]]:
    """The rows of table 三 under its head; `printed` maps words of a row's label to its seven cells, others are 0."""
    values = lambda label: next((cells for words, cells in printed.items() if words in label), ["0"] * 7)  # noqa: E731
    rows: list[list[Td]] = [
        [(label, 3, 1), *values(label)]
        for label in ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量")
    ]
    for group, items in groups:
        for at, label in enumerate(items or [group]):
            head: list[Td] = [] if at else [(group, 1, len(items))] if items else []
            rows.append([*head, label if items else (label, 2, 1), *values(label)])
    rows[2].insert(0, ("三、本年度办理结果", 1, len(rows) - 2))
    label = "四、结转下年度继续办理"
    return [*rows, [(label, 3, 1), *values(label)]]


def reviews(*cells: str) -> Grid:
    return lay(*HEAD_OF_REVIEWS, cells)
