"""Columns that are kept compressed, on both databases alike: texts of reports, and all that was understood of them.

A value is one zstd frame (RFC 8878) with its checksum, of UTF-8 text or of JSON without white space.
"""

import json
import sys
from typing import Any

from sqlalchemy import LargeBinary, TypeDecorator
from sqlalchemy.engine import Dialect

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_OPTIONS: dict[int, int] = {
    zstd.CompressionParameter.compression_level: 6,
    zstd.CompressionParameter.checksum_flag: 1,
}


class Compressed(TypeDecorator[Any]):
    """Bytes that the database keeps as they are."""

    impl = LargeBinary
    cache_ok = True


class CompressedText(Compressed):
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else compress(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else decompress(value)


class CompressedJson(Compressed):
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(decompress(value))


def compress(text: str) -> bytes:
    return zstd.compress(text.encode(), options=_OPTIONS)


def decompress(frame: bytes) -> str:
    return zstd.decompress(frame).decode()
