"""From bytes to the object of `archive read`: reading and understanding in one step, without a database."""

from collections.abc import Mapping
from typing import Any

from archive.reading.document import Document, Finding
from archive.reading.reader import FALLBACK_READER, FILE_READERS, READERS, read
from archive.report.understand import UNDERSTANDING, to_json, understand


def read_report(
    content: bytes,
    *,
    file: str | None = None,
    url: str | None = None,
    media: str | None = None,
    charset: str | None = None,
    anchor: str | None = None,
    portal_division: str | None = None,
) -> dict[str, Any]:
    """What no reader was prepared for becomes a finding: one page never stops the others. Raises MemoryError."""
    try:
        document = read(content, url=url, media=media, charset=charset)
        report = understand(document, url=url, anchor=anchor, portal_division=portal_division)
    except MemoryError:
        raise
    except Exception as error:
        return unreadable(f"{type(error).__name__}: {error}"[:300], file=file, code="reader_failed")
    return to_json(report, file=file)


def unreadable(message: str, *, file: str | None = None, code: str = "unreadable") -> dict[str, Any]:
    """The object of something that cannot be read: every key, null, and the finding that says why."""
    finding = Finding(code, message, file)
    return to_json(understand(Document(state="unreadable", findings=(finding,))), file=file)


def name_readers(reading: Mapping[str, Any]) -> str:
    """Who read and understood a page, with their versions."""
    return f"{reading['reader'] or 'none'}, {UNDERSTANDING}"


def current_readers() -> frozenset[str]:
    """What `name_readers` may say of pages that nothing here would read otherwise."""
    names = {*READERS.values(), *(name for name, _ in FILE_READERS.values()), FALLBACK_READER, "none"}
    return frozenset(f"{name}, {UNDERSTANDING}" for name in names)
