"""The dump: one traversal of the archive, one small writer a format, a manifest."""

FORMATS = ("jsonl", "csv")
