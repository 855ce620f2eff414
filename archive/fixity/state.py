"""What the last looks at the WARC files have found, without another."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.models import UtcTime, WarcPart


def tell_state(session: Session) -> dict[str, Any]:
    """`parts` of the files; how many of them were `never` verified, how many are `damaged`, and since when all others
    were (`since`, null where none was)."""
    parts = select(func.count()).select_from(WarcPart)
    since = session.scalar(select(func.min(WarcPart.verified, type_=UtcTime())))
    return {
        "parts": session.scalar(parts),
        "never": session.scalar(parts.where(WarcPart.verified.is_(None))),
        "damaged": session.scalar(parts.where(WarcPart.is_sound.is_(False))),
        "since": since and since.isoformat(timespec="seconds"),
    }


def spell_state(told: dict[str, Any]) -> str:
    """3 parts of files: verified since 2026-11-30, 1 never verified, 1 DAMAGED (archive verify)."""
    found = [f"verified since {told['since'][:10]}"] if told["since"] else []
    found += [f"{told['never']} never verified"] if told["never"] else []
    found += [f"{told['damaged']} DAMAGED (archive verify)"] if told["damaged"] else []
    return f"{told['parts']} part{'s'[: told['parts'] != 1]} of files: {', '.join(found)}"
