"""A seed makes a case: a report as a page, and what is true of its tables."""

import random
from dataclasses import dataclass, field

from tests.at_random import changes
from tests.at_random.changes import Damage
from tests.at_random.layouts import lay_applications, lay_clauses, lay_indicators, lay_local, lay_reviews
from tests.at_random.lines import write_lines
from tests.at_random.markup import write_table
from tests.at_random.numbers import Figures, draw, plant
from tests.at_random.sheet import Key, Matrix, turn
from tests.at_random.spelling import Spelling, spell

YEARS = {"free": (2009, 2013), "2014": (2014, 2018), "2019": (2019, 2020), "2021": (2021, 2025)}
TITLES = {
    "active_disclosure": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "review_litigation": "四、政府信息公开行政复议、行政诉讼情况",
    "indicators": "附：政府信息公开情况统计表",
    "local": "二、主动公开情况",
}
Part = tuple[str, list[Matrix]]
"""A table's name, and the sheets it is printed on."""


@dataclass(slots=True)
class Case:
    seed: int
    form: str
    year: int
    html: bytes
    cells: dict[Key, Spelling]
    """As printed; keys that are not printed are absent."""
    damage: Damage
    planted: Key | None = None
    changes: list[str] = field(default_factory=list)
    labels: dict[Key, str] = field(default_factory=dict)
    """The label beside or above a value, as printed at last."""


def make_case(seed: int, form: str | None = None) -> Case:
    rng = random.Random(seed)
    form = form or rng.choice(("2019", "2021", "2021", "2014", "2014", "free"))
    year = rng.randint(*YEARS[form])
    if form == "free":
        return _free(rng, seed, year)
    figures = draw(rng, form)
    planted = plant(rng, form, figures) if rng.random() < 0.3 else None
    cells = spell(rng, figures)
    damage = Damage()
    parts = _parts(rng, form, cells)
    parts = [(name, _change_all(rng, name, sheets, damage)) for name, sheets in parts]
    if rng.random() < 0.05 and form != "2014" and not any("turn" in name for name in damage.names):
        parts = _in_one(rng, parts, damage)
    flat = rng.random() < 0.12
    if flat:
        damage.names.append("flat")
        damage.unclear |= set(cells)
    again = _last_year(rng, form, damage) if rng.random() < 0.08 and not damage.glued else []
    page = _write(rng, form, year, parts, again, flat)
    kept = {key: spelling for key, spelling in cells.items() if key not in damage.lost}
    return Case(seed, form, year, page, kept, damage, planted, damage.names, _labels(parts))


def _labels(parts: list[Part]) -> dict[Key, str]:
    labels: dict[Key, str] = {}
    for _, sheets in parts:
        for matrix in (m for sheet in sheets for m in (sheet, turn(sheet))):
            for row in matrix:
                last = ""
                for box in row:
                    last = box.text if box.role == "label" else last
                    if box.key:
                        labels[box.key] = labels.get(box.key) or last
    return labels


def _parts(rng: random.Random, form: str, cells: dict[Key, Spelling]) -> list[Part]:
    if form == "2014":
        return [("indicators", lay_indicators(rng, cells))]
    return [
        ("active_disclosure", lay_clauses(rng, form, cells)),
        ("applications", [lay_applications(rng, form, cells)]),
        ("review_litigation", [lay_reviews(rng, cells)]),
    ]


def _free(rng: random.Random, seed: int, year: int) -> Case:
    cells: dict[Key, Spelling] = {}
    parts: list[Part] = []
    damage = Damage()
    for _ in range(rng.randint(1, 2)):
        matrix, found = lay_local(rng, year)
        if cells.keys() & found.keys():
            continue
        cells |= found
        if rng.random() < 0.3:
            matrix = changes.widen_at_random(rng, matrix)
            damage.names.append("widen")
        if rng.random() < 0.2:
            matrix = changes.blank_rows(rng, matrix, damage)
            damage.names.append("rows")
        if rng.random() < 0.15:
            matrix = changes.lose_rowspans(rng, matrix, damage)
            damage.names.append("rowspans")
            damage.unclear |= set(found)
        parts.append(("local", [matrix]))
    flat = rng.random() < 0.2
    if flat:
        damage.names.append("flat")
        damage.unclear |= set(cells)
    return Case(
        seed,
        "free",
        year,
        _write(rng, "free", year, parts, [], flat),
        cells,
        damage,
        None,
        damage.names,
        _labels(parts),
    )


def _change_all(rng: random.Random, name: str, sheets: list[Matrix], damage: Damage) -> list[Matrix]:
    done: list[Matrix] = []
    for sheet in sheets:
        done += _change(rng, name, sheet, damage)
    return done


def _change(rng: random.Random, name: str, matrix: Matrix, damage: Damage) -> list[Matrix]:
    """A few changes, in the order in which they happen: labels are typed before pages are cut."""
    for change, chance in _CHANGES.items():
        if rng.random() < chance and (change not in _ONLY or name in _ONLY[change]):
            damage.names.append(f"{name}:{change}")
            matrix = getattr(changes, change)(rng, matrix, damage)
    way = rng.random()
    last = "turn" if way < 0.04 else "cut" if way < 0.19 else "widen_at_random" if way < 0.34 else None
    damage.names += [f"{name}:{last}"] if last else []
    if last == "cut":
        return changes.cut(rng, matrix)
    return [turn(matrix) if last == "turn" else changes.widen_at_random(rng, matrix) if last else matrix]


_CHANGES = {
    "retype": 0.3, "misnumber": 0.1, "space_letters": 0.1, "drop_row": 0.06, "drop_column": 0.05, "cut_labels": 0.05,
    "spoil_labels": 0.05, "glue": 0.06, "break_page_inside": 0.15, "blank_rows": 0.12, "blank_columns": 0.08,
    "lose_rowspans": 0.1,
}  # fmt: skip
_ONLY = {
    "drop_row": {"active_disclosure", "applications", "indicators"},
    "drop_column": {"applications"},
    "glue": {"applications", "review_litigation"},
}


def _in_one(rng: random.Random, parts: list[Part], damage: Damage) -> list[Part]:
    """All in one table, as wide as its widest part."""
    damage.names.append("in one")
    sheets = [sheet for _, part in parts for sheet in part]
    width = max(len(row) for sheet in sheets for row in sheet)
    rows = [[*row, *[row[-1]] * (width - len(row))] for sheet in sheets for row in sheet]
    return [("active_disclosure", [rows])]


def _last_year(rng: random.Random, form: str, damage: Damage) -> list[Part]:
    damage.names.append("last year")
    figures: Figures = draw(rng, form)
    return _parts(rng, form, spell(rng, figures))


def _write(rng: random.Random, form: str, year: int, parts: list[Part], again: list[Part], flat: bool) -> bytes:
    title = f"平川县水务局{year}年政府信息公开工作年度报告"
    body = [f"<h1>{title}</h1>", f"<p>现公布{year}年政府信息公开工作年度报告，统计期限自1月1日起至12月31日止。</p>",
            "<p>一、总体情况</p>", "<p>本局认真贯彻条例，依法公开政府信息，按时答复群众的申请。</p>"]  # fmt: skip
    body += _write_parts(rng, parts, flat)
    if again:
        body.append(f"<p>附件：平川县水务局{year - 1}年政府信息公开情况</p>")
        body += _write_parts(rng, again, flat)
    body += ["<p>五、存在的主要问题及改进情况</p>", "<p>公开的深度还不够，下一步将加强培训，提高质量。</p>",
             "<p>六、其他需要报告的事项</p>", "<p>无。</p>"]  # fmt: skip
    page = f"<html><head><meta charset=utf-8><title>{title}</title></head><body><div class=content>"
    return (page + "\n".join(body) + "</div></body></html>").encode()


def _write_parts(rng: random.Random, parts: list[Part], flat: bool) -> list[str]:
    body: list[str] = []
    for name, sheets in parts:
        body.append(f"<p>{TITLES[name]}</p>")
        for at, sheet in enumerate(sheets):
            if at and rng.random() < 0.3:
                body.append(rng.choice(("<p>- 2 -</p>", "<p>&nbsp;</p>", "<p>续表</p>")))
            if flat:
                body.append(
                    "<pre>" + "\n".join(line.replace("<", "&lt;") for line in write_lines(rng, sheet)) + "</pre>"
                )
            else:
                body.append(write_table(rng, sheet))
    return body
