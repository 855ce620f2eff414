"""Plain text → Document."""

from .document import Document, Paragraph


def read_plain(text: str) -> Document:
    lines = [line.strip() for line in text.splitlines()]
    kept = [line for line in lines if line]
    return Document(titles=tuple(kept[:1]), blocks=tuple(Paragraph(line) for line in kept[1:]), media="text/plain")
