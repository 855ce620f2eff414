"""What is told of a rebuild, while it goes on and when it has ended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

Progress = Callable[[str, int, int], None]
"""(what is done, how much of it, of how much)."""


@dataclass(slots=True)
class Rebuilt:
    """What was made, and what is gone: a line each. `kept`: where the database is whose place it took."""

    captures: int = 0
    pages: int = 0
    gone: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    kept: Path | None = None
