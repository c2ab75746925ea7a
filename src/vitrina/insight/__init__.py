"""For those who must be able to trust the numbers: checks across capabilities, the ledger for others, the operator's desk.

Owns no table. Promises: a check reads one moment of the database and its every number must be 0; an export holds every posting
and asserts its own balances; both read in slices, whatever the size of the books.
What the operator changes is written into the audit log with its effect. May not read or write another folder's tables:
what it compares and changes goes through front doors.
"""

from vitrina.insight.actions import check_books, check_books_as, export_books, export_books_as
from vitrina.insight.http import ROUTES
from vitrina.insight.model import Check

__all__ = ["ROUTES", "Check", "check_books", "check_books_as", "export_books", "export_books_as"]
