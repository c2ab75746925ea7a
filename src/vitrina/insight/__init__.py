"""Reports for those who must be able to trust the numbers: checks across capabilities, the ledger for other programs.

Owns no table. Promises: a check reads one moment of the database and its every number must be 0; an export holds every posting
and asserts its own balances; both read in slices, whatever the size of the books.
May not change anything, and may not read another folder's tables: what it compares comes through front doors.
"""

from vitrina.insight.actions import check_books, check_books_as, export_books, export_books_as
from vitrina.insight.http import ROUTES
from vitrina.insight.model import Check

__all__ = ["ROUTES", "Check", "check_books", "check_books_as", "export_books", "export_books_as"]
