"""Pages of which the truth is known, from three hands.

    annotated   real and composed pages that people annotated; they lie beside the checkout, and may be absent
    portals     the reports of tests/site's portals, in every template, header and skin
    specimens   the pages of tests/specimens

A case compares by what is said on both sides: `flat` text is NFKC without white space, zero-width characters and bars.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.reading.charset import decode
from archive.reading.document import Grid
from archive.reading.grids import Cell, make_grid
from archive.reading.signs import REPORT
from tests.site import build_portals
from tests.site.report import Line
from tests.site.truth import TrueReport
from tests.specimens import make_specimens

ANNOTATED = Path(__file__).parents[2] / "shared" / "quality"

MARKS = (
    "索引号:", "发布日期:", "发布时间:", "发布机构:", "信息来源:", "浏览次数:", "点击数:", "访问次数:", "字体:",
    "字号:", "打印本页", "[打印", "【打印", "关闭窗口", "分享到", "扫一扫在", "当前位置", "您的位置", "上一篇:",
    "下一篇:", "上一条:", "下一条:", "网站标识码", "ICP备",
)  # fmt: skip
"""Words of headers and tools that no generated report says more often than its truth does."""

_ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff\xad]")


def flat(text: str) -> str:
    return _ZERO_WIDTH.sub("", "".join(unicodedata.normalize("NFKC", text).split())).replace("|", "")


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    html: str
    text: str
    """Flat, without the title."""
    grids: tuple[tuple[tuple[str, ...], ...], ...]
    title: str
    published: str | None = None
    header: dict[str, str] = field(default_factory=dict)
    marks: tuple[str, ...] = MARKS
    files: frozenset[str] = frozenset()
    """Last parts of the addresses of its files."""

    @property
    def is_report(self) -> bool:
        return bool(REPORT.search(self.title))


def annotated() -> Iterator[Case]:
    for file in sorted((ANNOTATED / "gold").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        tables = [{(row, column): flat(text) for row, column, text, *_ in t["anchors"]} for t in gold["tables"]]
        said = ("".join(tables[what].values()) if kind == "t" else flat(what) for kind, what in gold["order"])
        yield Case(
            name=gold["slug"],
            html=decode((ANNOTATED.parent / gold["html"]).read_bytes(), None).text,
            text="".join(said),
            grids=tuple(_spread(places) for places in tables),
            title=flat(gold["title"] or ""),
            published=gold["meta"].get("pub_date"),
            header={key: gold["meta"][key] for key in ("index_no", "publisher", "topic") if gold["meta"].get(key)},
            marks=tuple(flat(one["s"]) for one in gold["chrome"] if one["c"] in ("meta", "tools")),
        )


def _spread(places: dict[tuple[int, int], str]) -> tuple[tuple[str, ...], ...]:
    """Rows of texts from the texts of the places where a cell begins."""
    height, width = (1 + max((place[i] for place in places), default=0) for i in (0, 1))
    return tuple(tuple(places.get((row, column), "") for column in range(width)) for row in range(height))


def portals(seeds: Iterable[int]) -> Iterator[Case]:
    for seed in seeds:
        for number, site in enumerate(build_portals(seed)):
            for report in site.truth.reports:
                for path in () if report.file_only else report.paths:
                    yield _portal_case(f"{seed}/{number}{path}", report, decode(site.pages[path].body, None).text, path)


def _portal_case(name: str, report: TrueReport, html: str, path: str) -> Case:
    rows = lambda piece: [[Cell(td.text, td.rowspan, td.colspan) for td in row] for row in piece]  # noqa: E731
    blocks = [piece.text if isinstance(piece, Line) else make_grid(rows(piece)) for piece in report.pieces]
    shown = report.header if path == report.paths[0] else {}
    return Case(
        name=name,
        html=html,
        text=_join(blocks),
        grids=tuple(grid.rows for grid in blocks if isinstance(grid, Grid)),
        title=flat(report.title),
        published=report.published,
        header={key: value for key, value in shown.items() if value and key not in ("title", "published", "created")},
        files=frozenset(address.rsplit("/", 1)[-1] for address in report.files),
    )


def specimens(seeds: Iterable[int]) -> Iterator[Case]:
    for seed in seeds:
        for one in make_specimens(seed):
            blocks = [piece if isinstance(piece, str) else make_grid(_cells(piece)) for piece in one.pieces]
            yield Case(
                name=f"{seed}/{one.name}",
                html=one.html,
                text=_join(blocks),
                grids=tuple(grid.rows for grid in blocks if isinstance(grid, Grid)),
                title=flat(one.title),
                published=one.header.get("published"),
                header={
                    key: value for key, value in one.header.items() if key not in ("title", "published", "created")
                },
            )


def _cells(rows: Iterable[Iterable[str | tuple[str, int, int]]]) -> list[list[Cell]]:
    return [[Cell(td) if isinstance(td, str) else Cell(td[0], td[2], td[1]) for td in row] for row in rows]


def _join(blocks: Iterable[str | Grid]) -> str:
    return flat("".join("".join(block.lines()) if isinstance(block, Grid) else block for block in blocks))
