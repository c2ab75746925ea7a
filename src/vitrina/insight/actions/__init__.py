"""What the operator does with the books: check them against the rest of the product, take them out."""

from vitrina.insight.actions.check_books import check_books, check_books_as
from vitrina.insight.actions.export_books import export_books, export_books_as

__all__ = ["check_books", "check_books_as", "export_books", "export_books_as"]
