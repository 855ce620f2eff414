"""reports.jsonl: one JSON object a line and variant, UTF-8, keys as in `archive read` and DESIGN's dump line."""

import json
from pathlib import Path
from types import TracebackType
from typing import Any, Self

NAME = "reports.jsonl"


class Writer:
    def __init__(self, folder: Path) -> None:
        self._file = (folder / NAME).open("w", encoding="utf-8", newline="\n")

    def write(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
        self._file.write("\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
