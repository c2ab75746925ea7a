"""Finding things without knowing their names: search over products, videos, creators and shops, hashtags, categories.

Owns no table: every capability keeps the index of its own things beside them, so that what was edited is found at once.
Promises: a misspelt word in either language still finds; what a viewer is too young for is not shown; the first page of
Discover costs a visitor nothing most of the time (kept for some seconds).
May not know money or orders; it only asks the earlier folders.
"""

from vitrina.discover.actions import find, front_page, suggest
from vitrina.discover.http import ROUTES
from vitrina.discover.model import SearchAsked

__all__ = ["ROUTES", "SearchAsked", "find", "front_page", "suggest"]
