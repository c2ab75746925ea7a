"""Links of creators to products, touches, who earns on a line, commission lines and why.

Owns the affiliate_* tables. Promises: only a recorded tap earns; each order line has at most one winner, decided when the
order is placed and kept with the losers; parts of a line add up to its base, whatever is refunded in whatever steps.
May not know carts, payments or videos: a link sits on a `surface`, an order is an id.
"""

from vitrina.affiliate.actions import (
    CommissionRow,
    add_programme,
    add_to_showcase,
    adopt_touches,
    attribute,
    commission_row,
    deliver_commissions,
    erase_links,
    export_links,
    get_programme,
    links_on,
    list_showcase,
    list_wallet_lines,
    mature_commissions,
    paying_shops,
    place_link,
    record_touch,
    remove_link,
    return_commissions,
    touch_links,
    void_commissions,
)
from vitrina.affiliate.adapters.tag import Tag, tags_of
from vitrina.affiliate.errors import AlreadyShown, LinkGone
from vitrina.affiliate.http import ROUTES
from vitrina.affiliate.jobs import DUTIES
from vitrina.affiliate.model import Commission, Decision, LineSplit, Link, Programme, Shopper, Touch
from vitrina.affiliate.reactions import REACTIONS
from vitrina.affiliate.rules import kept_part, split_line
from vitrina.affiliate.store import find_showcase_link, list_surfaces, sums_of_creators, unexplained_commissions

__all__ = [
    "DUTIES",
    "REACTIONS",
    "ROUTES",
    "AlreadyShown",
    "Commission",
    "CommissionRow",
    "Decision",
    "LineSplit",
    "Link",
    "LinkGone",
    "Programme",
    "Shopper",
    "Tag",
    "Touch",
    "add_programme",
    "add_to_showcase",
    "adopt_touches",
    "attribute",
    "commission_row",
    "deliver_commissions",
    "erase_links",
    "export_links",
    "find_showcase_link",
    "get_programme",
    "kept_part",
    "links_on",
    "list_showcase",
    "list_surfaces",
    "list_wallet_lines",
    "mature_commissions",
    "paying_shops",
    "place_link",
    "record_touch",
    "remove_link",
    "return_commissions",
    "split_line",
    "sums_of_creators",
    "tags_of",
    "touch_links",
    "unexplained_commissions",
    "void_commissions",
]
