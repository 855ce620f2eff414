"""Pictures of text, where the extra `ocr` is installed."""
