"""Who people are: accounts, sessions, proofs by e-mail, roles, creators and who follows them.

Owns the tables people_*. `actor_of(request)` tells who asks, at the price of one shared statement; every capability
starts there. Promises: of passwords, tokens and sessions only hashes are stored; an ended session stops at once;
a child's sign-up leaves no trace. Later folders hang on it by `on_guest_joined`, `describe_shops`,
`on_export`, `before_leaving` and `on_leaving`.
May not know products, orders or money; sends no mail itself (`notice` hears its events).
"""

from vitrina.people.actions import (
    CREATOR_FOLLOWED,
    PASSWORD_CHANGED,
    RESET_ASKED,
    VERIFICATION_ASKED,
    add_member,
    follow_creator,
    forget_expired,
    grant_role,
    issue_token,
    make_account,
    make_creator,
    make_sim_accounts,
    start_session,
)
from vitrina.people.actions.own_data import ACCOUNT_LEFT
from vitrina.people.actions.security import LOGGED_IN, PASSKEY_ADDED, PASSKEY_REMOVED
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
    GuestJoined,
    ShopsDescribed,
    before_leaving,
    describe_shops,
    on_export,
    on_guest_joined,
    on_leaving,
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
from vitrina.people.rules import age_known, clean_email, clean_name, is_adult
from vitrina.people.store import (
    account_by_email,
    accounts_by_ids,
    count_creators,
    creator_by_handle,
    creators_by_ids,
    find_creators,
    followed_among,
    followers_since,
    list_followed,
    list_handles,
    list_members,
    list_popular_creators,
    list_sole_shops,
)

__all__ = [
    "ACCOUNT_LEFT",
    "CREATOR_FOLLOWED",
    "DUTIES",
    "GUEST_COOKIE",
    "LOGGED_IN",
    "PASSKEY_ADDED",
    "PASSKEY_REMOVED",
    "PASSWORD_CHANGED",
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
    "GuestJoined",
    "SessionUnknown",
    "ShopsDescribed",
    "account_by_email",
    "accounts_by_ids",
    "actor_of",
    "add_member",
    "address_of",
    "age_known",
    "before_leaving",
    "check_origin",
    "clean_email",
    "clean_name",
    "clear_cookie",
    "count_creators",
    "creator_by_handle",
    "creators_by_ids",
    "describe_shops",
    "find_creators",
    "follow_creator",
    "followed_among",
    "followers_since",
    "forget_expired",
    "grant_role",
    "is_adult",
    "is_own_origin",
    "issue_token",
    "list_followed",
    "list_handles",
    "list_members",
    "list_popular_creators",
    "list_sole_shops",
    "make_account",
    "make_creator",
    "make_sim_accounts",
    "on_export",
    "on_guest_joined",
    "on_leaving",
    "send_cookies",
    "set_cookie",
    "start_session",
    "write_as_guest",
]
