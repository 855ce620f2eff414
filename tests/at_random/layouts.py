"""From the cells of a report to sheets: the forms as the notices print them, and as organs lay them out."""

import random
from collections.abc import Mapping, Sequence

from tests.at_random.national import APPLICANTS, CLAUSES, INDICATORS, OUTCOMES, RESULTS
from tests.at_random.numbers import PROCEEDINGS
from tests.at_random.sheet import Box, Key, Matrix, beside, wide
from tests.at_random.spelling import Spelling

Cells = Mapping[Key, Spelling]


def lay_clauses(rng: random.Random, form: str, cells: Cells) -> list[Matrix]:
    """Table 二: one table of six places a row, or one a clause; with the banner 第二十条第（一）项, or without it."""
    banners = rng.random() < 0.8
    tables = [_clause(clause, cells, banners) for clause in CLAUSES[form]]
    way = rng.random()
    if way < 0.15 and form == "2019":
        return [beside(tables[1], tables[2]), tables[0], *tables[3:]]
    return tables if way < 0.35 else [[row for table in tables for row in table]]


def _clause(clause: tuple[str, Sequence[str], Sequence[str]], cells: Cells, banner: bool) -> Matrix:
    name, columns, rows = clause
    times = 6 // len(columns)
    named = [column.split(" ", 1) for column in columns]
    matrix = [wide(Box(name, "banner"), 7)] if banner else []
    matrix.append([Box("信息内容", "head"), *(b for _, label in named for b in wide(Box(label, "head"), times))])
    for row in rows:
        key, label = row.split(" ", 1)
        keys = [("active_disclosure", key, column) for column, _ in named]
        values = [b for k in keys for b in wide(Box(cells[k][0], "value", k), times)]
        matrix.append([Box(label, "label"), *values])
    return matrix


def lay_applications(rng: random.Random, form: str, cells: Cells) -> Matrix:
    columns = list(APPLICANTS)
    if rng.random() < 0.1:
        columns = rng.choice(([*columns[-1:], *columns[:-1]], [columns[0], *rng.sample(columns[1:-1], 5), columns[-1]]))
    matrix = _head_of_applications(rng, columns)
    groups: dict[tuple[str, ...], Box] = {}
    for key, path in RESULTS[form]:
        labels = [groups.setdefault(path[: at + 1], Box(word, "label")) for at, word in enumerate(path)]
        labels += [labels[-1]] * (3 - len(labels))
        keys = [("applications", key, column) for column, _ in columns]
        matrix.append([*labels, *(Box(cells[k][0], "value", k) for k in keys)])
    return matrix


def _head_of_applications(rng: random.Random, columns: Sequence[tuple[str, str]]) -> Matrix:
    corner = rng.choice(("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "", "项目"))
    leaves = [Box(label, "head") for _, label in columns]
    inner = [c for c, (name, _) in enumerate(columns) if name not in ("natural_person", "total")]
    if rng.random() < 0.1 or inner != list(range(inner[0], inner[-1] + 1)):
        return [[*wide(Box(corner, "head"), 3), *leaves]]
    bodies, people, left = Box("法人或其他组织", "head"), Box("申请人情况", "head"), Box(corner, "head")
    middle = [bodies if c in inner else leaf for c, leaf in enumerate(leaves)]
    return [[*wide(left, 3), *wide(people, 7)], [*wide(left, 3), *middle], [*wide(left, 3), *leaves]]


def lay_reviews(rng: random.Random, cells: Cells) -> Matrix:
    review, suits = Box("行政复议", "head"), Box("行政诉讼", "head")
    kinds = (Box("未经复议直接起诉", "head"), Box("复议后起诉", "head"))
    leaves = [Box(label, "head") for _ in PROCEEDINGS for _, label in OUTCOMES]
    values = [Box(cells["review_litigation", r, c][0], "value", ("review_litigation", r, c))
              for r in PROCEEDINGS for c, _ in OUTCOMES]  # fmt: skip
    first = [*wide(review, 5), *wide(suits, 10)]
    if rng.random() < 0.2:
        return [first, [*wide(review, 5), *wide(kinds[0], 5), *wide(kinds[1], 5)], leaves, values]
    return [first, [*leaves[:5], *wide(kinds[0], 5), *wide(kinds[1], 5)], leaves, values]


def lay_indicators(rng: random.Random, cells: Cells) -> list[Matrix]:
    """Form 2014: with a column of units or without, its headings as rows, as a column of group cells, or left out."""
    units, groups = rng.random() < 0.7, rng.random() < 0.15
    titles = rng.choice(
        (("统计指标", "单位", "统计数"), ("指标名称", "计量单位", "本年度"), ("统 计 指 标", "单位", "数量"))
    )
    head = [Box(titles[0], "head"), Box(titles[1], "head"), Box(titles[2], "head")]
    rows: Matrix = []
    group = Box("", "label")
    for key, unit, label in INDICATORS:
        if key == "-":
            group = Box(label, "label") if label[1] == "、" else group
            if not groups:
                stroke = rng.choice(("——", "", "—"))
                rows.append([Box(label, "label"), Box(stroke, "note"), Box(stroke, "note")])
            continue
        if label[1] == "、":
            group = Box(label, "label")
        name = ("indicators", key, "value")
        row = [Box(label, "label"), Box(unit, "unit"), Box(cells[name][0], "value", name)]
        rows.append([group, *row] if groups and group.text != label else [row[0], *row] if groups else row)
    if groups:
        head = [head[0], *head]
    if not units:
        rows, head = ([[*row[:-2], row[-1]] for row in part] for part in (rows, [head]))
        head = head[0]
    if rng.random() < 0.1 and not groups:
        half = rng.randint(20, len(rows) - 20)
        again = [Box(box.text, "head") for box in head]
        return [beside([head, *rows[:half]], [again, *rows[half:]])]
    return [[head, *rows]]


_THINGS = (
    "网站公开", "公报公开", "政务微博", "公开栏", "查阅点接待",
    "来电咨询", "来信来访", "新闻发布", "宣传册", "培训人员",
    "业务动态", "人事任免", "财政预算", "采购公告", "环保监测",
    "民生工程", "行政许可公示", "处罚公示",
)  # fmt: skip
_UNITS = ("条", "件", "次", "人次", "份")


def lay_local(rng: random.Random, year: int) -> tuple[Matrix, dict[Key, Spelling]]:
    """A table of an organ's own, and its cells."""
    things = rng.sample(_THINGS, rng.randint(2, 9))
    columns = rng.choice((
        [f"{year}年", f"{year - 1}年"], [str(year - 2), str(year - 1), str(year)], ["本年度", "历年累计"],
        ["数量"], ["数量（条）"], ["一季度", "二季度", "三季度", "四季度", "合计"], ["主动公开", "依申请公开"],
    ))  # fmt: skip
    with_unit = rng.random() < 0.4 and columns[0] not in ("数量（条）",)
    grouped = rng.random() < 0.25
    corner = rng.choice(("项目", "类别", "指标名称", "内容"))
    head = [Box(corner, "head"), *([Box("计量单位", "head")] if with_unit else []), *(Box(c, "head") for c in columns)]
    if grouped:
        head = [head[0], *head]
    rows, cells = [head], {}
    group = Box("公开方式", "label")
    for at, thing in enumerate(things):
        unit = rng.choice(_UNITS) if with_unit else "条" if columns[0] == "数量（条）" else None
        keys = [("local", f"{group.text}/{thing}" if grouped else thing, column) for column in columns]
        row = [Box(thing, "label"), *([Box(unit or "", "unit")] if with_unit else [])]
        for key in keys:
            number = rng.choice((0, rng.randint(0, 9), rng.randint(0, 99_999)))
            empty = rng.random() < 0.1 and at
            cells[key] = (
                rng.choice([("", None, unit, "blank"), ("—", None, unit, "dash"), ("无", None, unit, "none")])
                if empty
                else (f"{number:,}" if rng.random() < 0.2 else str(number), number, unit, "number")
            )
            row.append(Box(cells[key][0], "value", key))
        rows.append([group, *row] if grouped else row)
        if grouped and at == len(things) // 2:
            group = Box("工作情况", "label")
    return rows, cells
