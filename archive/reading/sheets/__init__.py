"""Workbooks: xls, xlsx, ods and Excel's XML."""
