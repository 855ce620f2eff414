"""Readings as one HTML page that stands alone: no script, nothing loaded from elsewhere, all that they say escaped."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from html import escape

from archive.page.content import Reading, list_blocks, list_facts, list_findings, list_header
from archive.page.statistics import find_blocks
from archive.page.text import STATISTICS, UNTITLED
from archive.reading.controls import clean_controls
from archive.reading.document import Grid, Span

LINKED = ("https://", "http://")
"""Addresses that become links: a `javascript:` one would run in this page."""

HEAD = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ max-width: 60em; margin: 2em auto; padding: 0 1em; line-height: 1.6; font-family: sans-serif }}
article + article {{ border-top: 2px solid; margin-top: 3em }}
dl {{ display: grid; grid-template-columns: max-content auto; gap: 0 1em; font-size: 0.9em; color: #444 }}
dd {{ margin: 0 }}
table {{ border-collapse: collapse; margin: 1em 0; font-size: 0.9em }}
td, th {{ border: 1px solid #999; padding: 0.2em 0.5em }}
th {{ font-weight: normal; background: #eee; text-align: left }}
</style>
</head>
<body>"""


def write_html(readings: Iterable[Reading]) -> Iterator[str]:
    """The page piece by piece, an article a reading; it is called as the first of them."""
    for number, reading in enumerate(readings):
        if number == 0:
            yield HEAD.format(title=_quote(reading["title"] or UNTITLED))
        yield "\n".join(_write_article(reading))
    yield "</body>\n</html>"


def _write_article(reading: Reading) -> Iterator[str]:
    yield f"<article>\n<h1>{_quote(reading['title'] or UNTITLED)}</h1>"
    yield from _write_pairs(list_facts(reading))
    if header := list_header(reading):
        yield "<h2>Header as printed</h2>"
        yield from _write_pairs(header)
    for block in list_blocks(reading):
        if isinstance(block, Grid):
            yield from _write_table(block)
        else:
            yield f"<h2>{_quote(block.text)}</h2>" if block.heading else f"<p>{_quote(block.text)}</p>"
    yield from _write_statistics(reading)
    yield from _write_list(
        "Files", [_write_link(file["name"] or file["url"], file["url"]) for file in reading["attachments"]]
    )
    yield from _write_list("Findings", [_quote(finding) for finding in list_findings(reading)])
    yield "</article>"


def _write_pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield "<dl>"
    yield from (f"<dt>{_quote(name)}</dt><dd>{_quote(value)}</dd>" for name, value in pairs)
    yield "</dl>"


def _write_statistics(reading: Reading) -> Iterator[str]:
    blocks = list(find_blocks(reading))
    if blocks:
        yield f"<h2>{STATISTICS}</h2>"
    for block in blocks:
        yield f"<h3>{_quote(block.name)}</h3>"
        if block.grid:
            yield from _write_table(replace(block.grid, caption=None), block.heads)
        yield from (f"<p>{_quote(said)}</p>" for said in block.said)


def _write_table(grid: Grid, heads: Collection[tuple[int, int]] = ()) -> Iterator[str]:
    covered = grid.covered()
    spans = {(span.row, span.column): span for span in grid.spans}
    yield "<table>"
    if grid.caption:
        yield f"<caption>{_quote(grid.caption)}</caption>"
    for r, row in enumerate(grid.rows):
        shown = ((c, text) for c, text in enumerate(row) if (r, c) not in covered)
        cells = (_write_cell(text, spans.get((r, c)), "th" if (r, c) in heads else "td") for c, text in shown)
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</table>"


def _write_cell(text: str, span: Span | None, tag: str) -> str:
    rows = f' rowspan="{span.rows}"' if span and span.rows > 1 else ""
    columns = f' colspan="{span.columns}"' if span and span.columns > 1 else ""
    return f"<{tag}{rows}{columns}>{_quote(text)}</{tag}>"


def _write_link(name: str, url: str) -> str:
    return f'<a href="{_quote(url)}">{_quote(name)}</a>' if url.startswith(LINKED) else f"{_quote(name)}: {_quote(url)}"


def _write_list(name: str, items: list[str]) -> Iterator[str]:
    if items:
        yield f"<h2>{name}</h2>\n<ul>"
        yield from (f"<li>{item}</li>" for item in items)
        yield "</ul>"


def _quote(text: str) -> str:
    return escape(clean_controls(text)[0])
