"""A reading as plain text."""

from collections.abc import Iterable, Iterator

from archive.page.content import Reading, list_blocks, list_facts, list_findings, list_header
from archive.page.drawing import draw_grid, pad, text_width
from archive.page.statistics import list_statistics
from archive.reading.controls import clean_controls
from archive.reading.document import Grid

UNTITLED = "(no title)"
BETWEEN = "#" * 80
STATISTICS = "Statistics as read"


def write_text(readings: Iterable[Reading]) -> Iterator[str]:
    """Each reading, with a line between two. Without control characters: what a page holds is nothing for a terminal to
    obey."""
    for number, reading in enumerate(readings):
        parts = [BETWEEN] if number else []
        parts += [_write_title(reading["title"] or UNTITLED), *_write_facts(reading), *write_body(reading)]
        parts += write_statistics(reading)
        parts += _write_list("Files", [f"{file['name'] or 'file'}: {file['url']}" for file in reading["attachments"]])
        parts += _write_list("Findings", list_findings(reading))
        yield clean_controls("\n\n".join(parts) + "\n")[0]


def _write_title(title: str) -> str:
    return f"{title}\n{'=' * text_width(title)}"


def _write_facts(reading: Reading) -> Iterator[str]:
    yield _align(list_facts(reading))
    if header := list_header(reading):
        yield f"Header as printed:\n{_align(header)}"


def _align(pairs: list[tuple[str, str]]) -> str:
    width = max(text_width(name) for name, _ in pairs)
    return "\n".join(f"{pad(name, width)}  {value}" for name, value in pairs)


def write_body(reading: Reading) -> Iterator[str]:
    for block in list_blocks(reading):
        if isinstance(block, Grid):
            yield "\n".join([*([block.caption] if block.caption else []), *draw_grid(block)])
        else:
            yield f"## {block.text}" if block.heading else block.text


def write_statistics(reading: Reading) -> list[str]:
    """The tables above as they were understood, under their keys."""
    blocks = ["\n".join(block) for block in list_statistics(reading)]
    return [f"## {STATISTICS}", *blocks] if blocks else []


def _write_list(name: str, items: list[str]) -> list[str]:
    return ["\n".join([f"{name}:", *(f"- {item}" for item in items)])] if items else []
