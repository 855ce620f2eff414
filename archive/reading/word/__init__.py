"""Files of word processors: docx, doc, wps and rtf."""
