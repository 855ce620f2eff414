"""Plain text → Document: a report saved as text, often with the head of the page it was taken from.

The title is the first lines that read as one, with an organ on the line above joined in front. Where the organ stands
on the line below, `titles` holds the title as it stands and then the two joined. Tables that were flattened to lines
are grids again.
"""

from archive.reading.controls import clean_controls
from archive.reading.document import Document, Finding, Paragraph
from archive.reading.flat.flattened import restore_grids
from archive.reading.floor import densest_lines, measured
from archive.reading.lines import tidy_cells
from archive.reading.paper import make_document


def read_plain(text: str) -> Document:
    """Every line is a paragraph, a row of a table, or part of title and header; only tools of the page it was saved
    from are left out."""
    clean, removed = clean_controls(text)
    lines = [tidy_cells(raw) for raw in clean.splitlines()]
    blocks, findings = restore_grids([Paragraph(line) for line in lines])
    removals = [Finding("control_characters", f"{removed} control characters were taken out")] if removed else []
    document = make_document(blocks, findings=[*removals, *findings], saved_page=True)
    return measured(document, densest_lines([line for line in lines if line]))
