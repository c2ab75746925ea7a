"""Who people are: accounts, sessions, proofs by e-mail, roles, creators and who follows them.

Owns the tables people_*. `actor_of(request)` tells who asks, at the price of one shared statement; every capability
starts there. Promises: of passwords, tokens and sessions only hashes are stored; an ended session stops at once;
a child's sign-up leaves no trace. Later folders hang on it by `on_guest_joined` and `describe_shops`.
May not know products, orders or money; sends no mail itself (`notice` hears its events).
"""

from vitrina.people.actions import (
    RESET_ASKED,
    VERIFICATION_ASKED,
    add_member,
    forget_expired,
    grant_role,
    issue_token,
    make_account,
    make_creator,
    make_sim_accounts,
    start_session,
)
from vitrina.people.adapters.asking import (
    GUEST_COOKIE,
    SESSION_COOKIE,
    actor_of,
    address_of,
    check_origin,
    clear_cookie,
    is_own_origin,
    send_cookies,
    set_cookie,
    write_as_guest,
)
from vitrina.people.engine.hooks import (
    FaceMade,
    GuestJoined,
    ShopsDescribed,
    describe_shops,
    make_faces_by,
    on_guest_joined,
)
from vitrina.people.errors import (
    AdultNeeded,
    CreatorNeeded,
    CrossSite,
    EmailTaken,
    EmailUnverified,
    SessionUnknown,
)
from vitrina.people.http import ROUTES
from vitrina.people.jobs import DUTIES
from vitrina.people.model import Account, Actor, Creator
from vitrina.people.rules import clean_email, clean_name, is_adult
from vitrina.people.store import (
    account_by_email,
    accounts_by_ids,
    count_creators,
    creator_by_handle,
    creators_by_ids,
    followed_among,
    list_handles,
    list_members,
)

__all__ = [
    "DUTIES",
    "GUEST_COOKIE",
    "RESET_ASKED",
    "ROUTES",
    "SESSION_COOKIE",
    "VERIFICATION_ASKED",
    "Account",
    "Actor",
    "AdultNeeded",
    "Creator",
    "CreatorNeeded",
    "CrossSite",
    "EmailTaken",
    "EmailUnverified",
    "FaceMade",
    "GuestJoined",
    "SessionUnknown",
    "ShopsDescribed",
    "account_by_email",
    "accounts_by_ids",
    "actor_of",
    "add_member",
    "address_of",
    "check_origin",
    "clean_email",
    "clean_name",
    "clear_cookie",
    "count_creators",
    "creator_by_handle",
    "creators_by_ids",
    "describe_shops",
    "followed_among",
    "forget_expired",
    "grant_role",
    "is_adult",
    "is_own_origin",
    "issue_token",
    "list_handles",
    "list_members",
    "make_account",
    "make_creator",
    "make_faces_by",
    "make_sim_accounts",
    "on_guest_joined",
    "send_cookies",
    "set_cookie",
    "start_session",
    "write_as_guest",
]
