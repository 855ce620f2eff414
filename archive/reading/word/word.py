"""Word files → Document. A docx is read from its own XML; a doc, and a wps, which is one, is made a docx first."""

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from archive.reading.controls import clean_controls
from archive.reading.document import Block, Document, Finding, Paragraph, State, body_lines
from archive.reading.lines import compact, tidy
from archive.reading.markup import read_markup
from archive.reading.paper import make_document
from archive.reading.pictures import count_pictures
from archive.reading.whole import SHORTEST_BODY
from archive.reading.word.markup import PICTURES, inside, write_html
from archive.reading.word.numbering import number_paragraphs
from archive.reading.word.parts import TEXTS, W, Word, load, named

FLOOR = 0.98
"""Share of the letters in a docx's XML under which the reading has lost some. List numbers come on top of them."""

DOC_FLOOR = 0.8
"""The same for a doc, whose plain text also holds running heads, comments, deleted text and the codes of fields."""

FOREIGN = named("w:altChunk")
"""Stands for a part in another format that Word takes in when it opens the file."""

TEXT_STREAM, LOCKED_STREAM = (name.encode("utf-16-le") for name in ("WordDocument", "EncryptedPackage"))
"""Names in the directory of an OLE file: that of Word's text, and that of an Office file behind a password."""

LOCKED = "an Office file behind a password"
OTHER = "an OLE file without a Word document in it: another program's, or cut short"

LONGEST_REASON = 300

LEFT_OUT = frozenset(
    {"GROUPED_MAIN_TEXTBOXES_DEFERRED", "INVALID_UTF16", "LIST_NUMBER_FORMAT_APPROXIMATED",
     "MAIN_TEXTBOX_TABLE_MALFORMED", "MALFORMED_TABLE_FLATTENED", "NOTE_REFERENCE_DEFERRED",
     "NUMBERING_TABLE_MALFORMED", "TABLE_DEPTH_LIMITED"}
)  # fmt: skip
"""Diagnostics of the library that are about text and tables; most are about looks."""

_LINK = re.compile(r'HYPERLINK\s+(?:\\\w\s+)?"[^"\n]*"(?:\s+\\\w(?:\s+"[^"\n]*")?)*\s?')
"""The code of a link, which the plain text of a doc has before its words."""


def read_docx(body: bytes) -> Document:
    """Raises what zipfile and zlib raise for a damaged zip, KeyError and ValueError where it holds no document."""
    word = load(body)
    blocks, findings = read_blocks(word)
    return finish(blocks, findings, list(plain_lines(word)), FLOOR)


def read_doc(body: bytes) -> Document:
    """Where its tables cannot be read, the text without them and `doubtful`; where nothing can, `unreadable`."""
    if TEXT_STREAM not in body:
        return unreadable("encrypted", LOCKED) if LOCKED_STREAM in body else unreadable("unsupported_media", OTHER)
    plain, trouble = plain_text(body)
    try:
        package, doubts = convert(body)
        blocks, findings = read_blocks(load(package))
    except MemoryError:
        raise
    except Exception as error:  # of a damaged file the converter raises of all kinds
        return without_tables(plain, f"{type(error).__name__}: {error}", trouble)
    return finish(blocks, [*doubts, *findings], plain, DOC_FLOOR)


def convert(body: bytes) -> tuple[bytes, list[Finding]]:
    """A doc as docx, and what of its text the library says it left out. Raises Doc2DocxError, and of a damaged file
    anything. The library knows files only; it neither runs macros nor follows links."""
    from doc2docx import convert as convert_file  # noqa: PLC0415  a tenth of a second to load

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.doc"), Path(folder, "out.docx")
        source.write_bytes(body)
        report = convert_file(source, target).report
        left = [said.message for said in report.diagnostics if said.code in LEFT_OUT]
        return target.read_bytes(), [Finding("text_lost", "; ".join(left)[:LONGEST_REASON])] if left else []


def plain_text(body: bytes) -> tuple[list[str], str]:
    """The lines of a doc by a reader that knows no tables; or none, and why."""
    from legacy_doc import extract_text  # noqa: PLC0415  only where a doc is read

    try:
        text = _LINK.sub("", clean_controls(extract_text(body).text)[0])
    except MemoryError:
        raise
    except Exception as error:
        return [], str(error)
    return [words for line in text.splitlines() if (words := tidy(line))], ""


def without_tables(plain: Sequence[str], *troubles: str) -> Document:
    """What is left of a doc that could not be made a docx. `troubles`: what the readers said."""
    said = "; ".join(filter(None, troubles))[:LONGEST_REASON]
    if plain:
        finding = Finding("tables_lost", f"the text was read without its tables: {said}")
        return make_document(list(map(Paragraph, plain)), findings=[finding], state="doubtful")
    return unreadable("encrypted" if "encrypted" in said.lower() else "damaged_file", said)


def unreadable(code: str, reason: str) -> Document:
    return Document(findings=(Finding(code, reason),), state="unreadable")


def read_blocks(word: Word) -> tuple[Sequence[Block], list[Finding]]:
    labels, unknown = number_paragraphs(word)
    blocks, doubts = read_markup(write_html(word, labels))
    lost = sum(line.count("\ufffd") for line in body_lines(blocks))
    signs = [Finding("charset", f"{lost} characters of symbol fonts are not known")] if lost else []
    return blocks, [*word.findings, *unknown, *doubts, *signs, *look_round(word)]


def look_round(word: Word) -> Iterator[Finding]:
    """What is in the body and is no text."""
    if pictures := sum(1 for _ in word.body.iter(*PICTURES)):
        yield Finding("picture", count_pictures(pictures))
    if parts := sum(1 for _ in word.body.iter(FOREIGN)):
        yield Finding("embedded_part", f"{parts} parts in other formats were not read")


def finish(blocks: Sequence[Block], findings: list[Finding], plain: Sequence[str], floor: float) -> Document:
    """The document with its state. `plain`: the same text by plainer means, taken where the blocks have hardly any."""
    ours, theirs = count_letters(body_lines(blocks)), count_letters(plain)
    codes = {finding.code for finding in findings}
    state: State = "doubtful" if codes & {"damaged_file", "text_lost"} else "complete"
    if ours < floor * theirs:
        kept = ours < theirs / 2
        blocks = list(map(Paragraph, plain)) if kept else blocks
        what = "was kept" if kept else "may hold more than the report"
        findings.append(
            Finding("floor", f"{ours} of {theirs} letters were read with the layout; the plain text {what}")
        )
        state = "doubtful"
    elif "embedded_part" in codes:
        state = "incomplete"
    elif ours < SHORTEST_BODY and "picture" in codes:
        findings.append(Finding("body_in_picture", "the text is in a picture"))
        state = "incomplete"
    recall = round(min(1, ours / theirs), 3) if theirs else None
    return replace(make_document(blocks, findings=findings, state=state), recall=recall)


def plain_lines(word: Word) -> Iterator[str]:
    """Each paragraph of the body without its layout."""
    for paragraph in word.body.iter(f"{W}p"):
        if words := tidy("".join(node.text or "" for node in inside(paragraph) if node.tag in TEXTS)):
            yield words


def count_letters(lines: Iterable[str]) -> int:
    """Without white space and the bars between the cells of a table."""
    return sum(len(compact(line).replace("|", "")) for line in lines)
