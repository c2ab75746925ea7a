"""Who people are: accounts, creators, and the one who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from vitrina.kernel.errors import LoginNeeded, NotAllowed
from vitrina.kernel.ids import AccountId, SessionId, ShopId
from vitrina.kernel.words import LANGUAGE_DEFAULT, Language
from vitrina.people.errors import CreatorNeeded, EmailUnverified

Role = Literal["moderator", "operator"]
ShopRole = Literal["owner", "staff"]
TokenKind = Literal["verify_email", "reset_password"]

SCOPE_ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: an account, a guest with a session, or nobody known.

    `scope` keeps idempotency keys of different people apart. `roles` holds `shopper` for every account, `creator`,
    `seller` for a member of any shop, `moderator`, `operator`.
    """

    account_id: AccountId | None = None
    guest_id: UUID | None = None
    session_id: SessionId | None = None
    name: str = ""
    language: Language = LANGUAGE_DEFAULT
    country: str | None = None
    birth_date: date | None = None
    is_verified: bool = False
    is_suspended: bool = False
    roles: frozenset[str] = frozenset()
    shop_roles: Mapping[ShopId, str] = field(default_factory=dict)
    creator_handle: str | None = None
    scope: str = SCOPE_ANONYMOUS

    @property
    def is_known(self) -> bool:
        """Whether there is an account or a guest session, so that what is made can be found again."""
        return self.account_id is not None or self.guest_id is not None

    def need_account(self) -> AccountId:
        """The account that asks; `LoginNeeded` for guests."""
        if self.account_id is None:
            raise LoginNeeded
        return self.account_id

    def need_role(self, role: str) -> AccountId:
        """The account that asks, if it has `role`; `LoginNeeded` or `NotAllowed`."""
        account_id = self.need_account()
        if role not in self.roles:
            raise NotAllowed
        return account_id

    def need_creator(self) -> AccountId:
        """The creator that asks; `LoginNeeded` or `CreatorNeeded`."""
        account_id = self.need_account()
        if self.creator_handle is None:
            raise CreatorNeeded
        return account_id

    def need_verified(self) -> AccountId:
        """The account that asks, if its e-mail is confirmed (selling and payout need it); `EmailUnverified`."""
        account_id = self.need_account()
        if not self.is_verified:
            raise EmailUnverified
        return account_id

    def need_shop(self, shop_id: ShopId) -> AccountId:
        """The account that asks, if it is owner or staff of the shop; `LoginNeeded` or `NotAllowed`."""
        account_id = self.need_account()
        if not self.may_run_shop(shop_id):
            raise NotAllowed
        return account_id

    def may_run_shop(self, shop_id: ShopId) -> bool:
        """Whether the one who asks is owner or staff of the shop."""
        return shop_id in self.shop_roles

    def owns_shop(self, shop_id: ShopId) -> bool:
        """Whether the one who asks is an owner of the shop."""
        return self.shop_roles.get(shop_id) == "owner"


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account, as other capabilities need it."""

    id: AccountId
    email: str
    name: str
    birth_date: date
    language: Language
    country: str | None
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Creator:
    """A public creator; `id` is the account's."""

    id: AccountId
    handle: str
    name: str
    bio: str
    avatar_key: str | None
    followers: int
    since: datetime


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A checked account to be made; its password is hashed already, None when it cannot log in with one."""

    email: str
    name: str
    birth_date: date
    language: Language
    country: str | None
    password_hash: str | None


@dataclass(frozen=True, slots=True)
class Me:
    """What an account sees of itself; shops are (id, slug, name, role)."""

    account: Account
    creator: tuple[AccountId, str] | None
    roles: tuple[str, ...]
    shops: tuple[tuple[ShopId, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A creator as somebody sees it."""

    creator: Creator
    is_followed: bool


@dataclass(frozen=True, slots=True)
class Device:
    """One place where an account is logged in; its time to live slides with its use, a day at a time."""

    id: SessionId
    name: str
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key pair whose private half a person's device keeps."""

    id: UUID
    account_id: AccountId
    credential: bytes
    public_key: bytes
    sign_count: int
    transports: tuple[str, ...] | list[str]
    name: str
    made_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Challenge:
    """Random bytes that a passkey must sign, once."""

    id: UUID
    kind: Literal["register", "log_in"]
    account_id: AccountId | None
    challenge: bytes


@dataclass(frozen=True, slots=True)
class Pairing:
    """A device that waits for another one to log it in."""

    id: UUID
    code: str
    device: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Proof:
    """How a person shows again that it is them: the password, or a passkey's answer to a challenge."""

    password: str | None = None
    challenge_id: UUID | None = None
    credential: dict[str, Any] | None = None
