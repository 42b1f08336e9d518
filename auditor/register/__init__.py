"""The asset register: CSV files or one workbook -> frozen data, and every problem with sheet, row and column."""

from auditor.register.reader import files_of, read

__all__ = ["files_of", "read"]
