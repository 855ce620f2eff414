"""Plain text → Document: a report saved as text, often with the head of the page it was taken from.

The title is the first lines that read as one, with an organ on the line above joined in front. Where the organ stands
on the line below, `titles` holds the title as it stands and then the two joined. Tables stay lines, their tabs kept.
"""

from collections.abc import Sequence

from archive.reading.controls import clean_controls
from archive.reading.document import Document, Finding, Paragraph
from archive.reading.edges import Part, is_strong, judge_line, sort_lines
from archive.reading.headers import group, is_header_line
from archive.reading.lines import Line, Place, compact, tidy
from archive.reading.titles import LONGEST_TITLE, find_title


def read_plain(text: str) -> Document:
    """Every line is a paragraph, or part of title and header; only tools of the page it was saved from are left out."""
    clean, removed = clean_controls(text)
    found = ((i, cells(raw)) for i, raw in enumerate(clean.splitlines()))
    lines = [Line(words, compact(words), i, Place(), pieces=(words,)) for i, words in found if words]
    parts, titles = sort_text(lines)
    heads = [i for i, part in enumerate(parts) if part is Part.HEADER]
    blocks = tuple(Paragraph(line.text) for line, part in zip(lines, parts, strict=True) if part is Part.BODY)
    findings = [Finding("control_characters", f"{removed} control characters were taken out")] if removed else []
    if not blocks:
        findings.append(Finding("empty_body", "the file has no text of a report"))
    return Document(
        titles=titles,
        header=tuple(group(lines, heads)),
        blocks=blocks,
        findings=tuple(findings),
        state="complete" if blocks else "incomplete",
    )


def cells(raw: str) -> str:
    """A line with its tabs, which part the cells of a table, and other white space as one space; "" for a blank one."""
    return "\t".join(tidy(part) for part in raw.split("\t")) if raw.strip() else ""


def sort_text(lines: Sequence[Line]) -> tuple[list[Part], tuple[str, ...]]:
    """What each line is, and the titles. Short lines above the title are the menu of the page."""
    start, end, titles = find_title([line.text for line in lines])
    if not titles:
        start, end, titles = first_line(lines)
    parts = sort_lines(lines, [compact(title) for title in titles])
    for i in range(end):
        if i >= start:
            parts[i] = Part.HEADER if is_header_line(lines[i]) else Part.TITLE
        elif parts[i] is Part.BODY and not is_strong(lines[i]):
            parts[i] = Part.TOOL
    return parts, titles


def first_line(lines: Sequence[Line]) -> tuple[int, int, tuple[str, ...]]:
    """The first line that is no chrome, as the title, if it is no sentence and others follow."""
    for i, line in enumerate(lines[:-1]):
        if judge_line(line) is Part.BODY:
            short = len(line.flat) <= LONGEST_TITLE // 2 and "。" not in line.flat and not is_strong(line)
            return (i, i + 1, (line.text,)) if short else (0, 0, ())
    return 0, 0, ()
