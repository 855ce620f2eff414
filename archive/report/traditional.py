"""Pages in traditional characters as they are judged: simplified, and without the sounds that some copies print.

The raw text of a report stays as it is shown; what is understood of it is said in simplified characters.
"""

from dataclasses import replace

from archive.reading.document import Block, Document, Grid, Paragraph
from archive.reading.traditional import simplify

__all__ = ["simplify", "simplify_document"]

HEAD = 400
"""Characters of a text, behind its titles and header, that tell whether a page is in traditional characters."""


def simplify_document(document: Document, text: str) -> Document:
    """The document itself, or one in simplified characters where its titles or the first words of its `text` are
    traditional."""
    shown = "\n".join([*document.titles, *(segment for block in document.header for segment in block)])
    if (start := shown + text[:HEAD]) == simplify(start):
        return document
    return replace(
        document,
        titles=tuple(map(simplify, document.titles)),
        column=tuple(map(simplify, document.column)),
        blocks=tuple(map(_simplify_block, document.blocks)),
    )


def _simplify_block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=simplify(block.text))
    if isinstance(block, Grid):
        return replace(block, rows=tuple(tuple(map(simplify, row)) for row in block.rows))
    return block
