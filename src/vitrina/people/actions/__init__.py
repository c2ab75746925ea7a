"""What people do: one verb per intention. Slow hashing and limits come before a transaction, never inside one."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from uuid import UUID

from vitrina.kernel.errors import NotFound
from vitrina.kernel.ids import AccountId, ShopId, uuid7
from vitrina.people import rules, store
from vitrina.people.engine.hooks import hand_over_guest, shops_of
from vitrina.people.engine.passwords import Passwords
from vitrina.people.errors import (
    AdultNeeded,
    CreatorExists,
    EmailTaken,
    FollowsItself,
    HandleTaken,
    LoginWrong,
    TokenUnknown,
)
from vitrina.people.model import Account, Actor, Creator, Me, NewAccount, Profile, Role, ShopRole, TokenKind
from vitrina.people.store import own
from vitrina.platform.app import App
from vitrina.platform.outbox import Event, add_events
from vitrina.platform.postgres import Connection

VERIFICATION_ASKED = "EmailVerificationAsked"
RESET_ASKED = "PasswordResetAsked"
CREATOR_FOLLOWED = "CreatorFollowed"
PASSWORD_CHANGED = "PasswordChanged"  # noqa: S105 - the name of an event
BIRTH_DATE_SIMULATED = date(1995, 6, 15)


# --- accounts --------------------------------------------------------------------------------------------------------


async def check_sign_up(
    app: App,
    *,
    email: str,
    password: str,
    name: str,
    birth_date: date,
    language: str,
    country: str | None,
    address: str,
) -> NewAccount:
    """The account that could be made from these; `TooYoung` before anything is kept, counted or hashed; `Invalid`."""
    rules.check_age(birth_date, app.clock.now().date())
    email, name, password = rules.clean_email(email), rules.clean_name(name), rules.clean_password(password)
    chosen = rules.clean_language(language)
    code = None if country is None else rules.clean_country(country)
    await _limit(app, "sign_up_address", address, rules.SIGN_UPS_PER_ADDRESS)
    return NewAccount(email, name, birth_date, chosen, code, await app.part(Passwords).hash(password))


async def sign_up(app: App, new: NewAccount, guest_id: UUID | None) -> AccountId:
    """Make the account, give it what the guest had, ask for its verification mail; `EmailTaken`."""
    now = app.clock.now()
    account_id = AccountId(uuid7(now))
    async with app.db.transaction() as transaction:
        if not await store.add_accounts(transaction, [(account_id, new)], now):
            raise EmailTaken
        if guest_id is not None:
            await _join_guest(app, transaction, guest_id, account_id)
        await add_events(transaction, [Event(VERIFICATION_ASKED, account_id, {}, now)])
    app.waker.wake()
    return account_id


async def get_me(app: App, actor: Actor) -> Me | None:
    """What the account that asks sees of itself; None for a guest."""
    if actor.account_id is None:
        return None
    async with app.db.connection() as connection:
        account = (await store.accounts_by_ids(connection, [actor.account_id]))[actor.account_id]
        known = await shops_of(connection, tuple(actor.shop_roles))
    shops = tuple((shop_id, *known[shop_id], role) for shop_id, role in actor.shop_roles.items() if shop_id in known)
    creator = None if actor.creator_handle is None else (actor.account_id, actor.creator_handle)
    return Me(account, creator, tuple(sorted(actor.roles)), shops)


async def change_me(app: App, actor: Actor, *, name: str | None, language: str | None, country: str | None) -> Me:
    """Change name, language or country (None: as it is); `Invalid`, `LoginNeeded`."""
    account_id = actor.need_account()
    chosen = None if language is None else rules.clean_language(language)
    called = None if name is None else rules.clean_name(name)
    code = None if country is None else rules.clean_country(country)
    async with app.db.transaction() as transaction:
        await store.update_account(transaction, account_id, name=called, language=chosen, country=code)
    me = await get_me(app, actor)
    assert me is not None
    return me


# --- sessions --------------------------------------------------------------------------------------------------------


async def prove_password(app: App, email: str, password: str, address: str) -> AccountId:
    """Whose e-mail and password these are; `LoginWrong` alike, and after the same work, for an unknown e-mail.

    Only failures count against the e-mail, each before it is tried: a thousand at once are no more than one by one.
    """
    await _limit(app, "login_address", address, rules.LOGINS_PER_ADDRESS)
    subject = email.strip().lower()
    tries, per_s = rules.LOGINS_PER_EMAIL
    await app.limiter.check(app.db, "login_email", subject, limit=tries, per_s=per_s)
    async with app.db.connection() as connection:
        found = await store.find_password(connection, email.strip()) if rules.is_email(email.strip()) else None
    kept = None if found is None else found[1]
    is_right = await app.part(Passwords).verify(kept, rules.normal_password(password))
    if found is None or not is_right:
        raise LoginWrong
    await app.limiter.give_back(app.db, "login_email", subject, limit=tries, per_s=per_s)
    return found[0]


async def start_session(app: App, account_id: AccountId, token: str, guest_id: UUID | None) -> None:
    """Log the account in under `token` and give it what the guest had."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        session = (uuid7(now), rules.token_hash(token), account_id)
        await store.add_sessions(transaction, [session], now, now + rules.SESSION_LIFE)
        if guest_id is not None:
            await _join_guest(app, transaction, guest_id, account_id)


async def start_guest(app: App, guest_id: UUID, token: str) -> None:
    """A guest session under `token`; its id is the guest's."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        await store.add_sessions(
            transaction, [(guest_id, rules.token_hash(token), None)], now, now + rules.SESSION_LIFE
        )


async def log_out(app: App, actor: Actor) -> None:
    """End the session that asks; `LoginNeeded` when it is not an account's."""
    actor.need_account()
    assert actor.session_id is not None
    async with app.db.transaction() as transaction:
        await store.end_session(transaction, actor.session_id)


async def _join_guest(app: App, transaction: Connection, guest_id: UUID, account_id: AccountId) -> None:
    if await store.find_guest(transaction, guest_id) is None:
        return  # another log-in took it a moment ago
    await hand_over_guest(transaction, guest_id, account_id, app.clock.now())
    await store.end_session(transaction, guest_id)


# --- proofs by e-mail ------------------------------------------------------------------------------------------------


async def ask_verification(app: App, actor: Actor) -> None:
    """Have the verification mail sent again; nothing when the e-mail is verified. Limited by `limit_verification`."""
    account_id = actor.need_account()
    if actor.is_verified:
        return
    async with app.db.transaction() as transaction:
        await add_events(transaction, [Event(VERIFICATION_ASKED, account_id, {}, app.clock.now())])
    app.waker.wake()


async def limit_verification(app: App, actor: Actor) -> None:
    """Count one verification mail; `TooManyRequests`, `LoginNeeded`."""
    await _limit(app, "verification", str(actor.need_account()), rules.VERIFICATIONS_PER_ACCOUNT)


async def limit_confirmation(app: App, address: str) -> None:
    """Count one try of a mailed token; `TooManyRequests`."""
    await _limit(app, "confirm_address", address, rules.CONFIRMS_PER_ADDRESS)


async def confirm_email(app: App, token: str) -> None:
    """Mark the e-mail verified to which `token` was sent; `TokenUnknown`."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        account_id = await store.take_token(transaction, "verify_email", rules.token_hash(token), now)
        if account_id is None:
            raise TokenUnknown
        await store.set_verified(transaction, account_id, now)


async def limit_reset(app: App, email: str, address: str) -> None:
    """Count one request for a reset; `TooManyRequests`."""
    await _limit(app, "reset_address", address, rules.RESETS_PER_ADDRESS)
    await _limit(app, "reset_email", email.strip().lower(), rules.RESETS_PER_EMAIL)


async def ask_reset(app: App, email: str) -> None:
    """Have a reset mail sent if the e-mail has an account; the same statements run when it has none."""
    now = app.clock.now()
    email = rules.clean_email(email)
    async with app.db.transaction() as transaction:
        account = await store.account_by_email(transaction, email)
        subject = uuid7(now) if account is None else account.id
        await add_events(transaction, [Event(RESET_ASKED, subject, {}, now)])
    app.waker.wake()


async def check_reset(app: App, token: str, password: str) -> str:
    """The hash of a new password, once it is known that `token` could set it; `TokenUnknown`, `Invalid`."""
    password = rules.clean_password(password)
    async with app.db.connection() as connection:
        if not await store.has_token(connection, "reset_password", rules.token_hash(token), app.clock.now()):
            raise TokenUnknown
    return await app.part(Passwords).hash(password)


async def reset_password(app: App, token: str, password_hash: str) -> None:
    """Use up `token`, set the password, end every session of the account; `TokenUnknown`."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        account_id = await store.take_token(transaction, "reset_password", rules.token_hash(token), now)
        if account_id is None:
            raise TokenUnknown
        await store.set_password(transaction, account_id, password_hash, now)
        await store.end_sessions_of(transaction, account_id)
        await add_events(transaction, [Event(PASSWORD_CHANGED, account_id, {}, now)])


async def issue_token(app: App, account_id: AccountId, kind: TokenKind) -> tuple[Account, str] | None:
    """The account and a fresh token for a mail of `kind`; None when there is nobody to send it to or nothing to prove.

    It is made when the mail is, so that no token ever lies in an event or a job.
    """
    now = app.clock.now()
    token = rules.token_of(rules.MAIL_PREFIX, secrets.token_bytes(rules.TOKEN_BYTES))
    async with app.db.transaction() as transaction:
        account = (await store.accounts_by_ids(transaction, [account_id])).get(account_id)
        if account is None or (kind == "verify_email" and account.is_verified):
            return None
        expires_at = now + rules.TOKEN_LIFE[kind]
        await store.replace_token(transaction, kind, account, rules.token_hash(token), expires_at)
    return account, token


# --- creators --------------------------------------------------------------------------------------------------------


async def become_creator(app: App, actor: Actor, handle: str, bio: str | None) -> Profile:
    """Give the account a public handle; `AdultNeeded`, `HandleTaken`, `CreatorExists`, `Invalid`."""
    account_id = actor.need_account()
    if not rules.is_adult(actor.birth_date, app.clock.now().date()):
        raise AdultNeeded
    wanted = rules.clean_handle(handle)
    return Profile(await make_creator(app, account_id, wanted, bio=rules.clean_bio(bio or "")), is_followed=False)


async def get_profile(app: App, actor: Actor, handle: str) -> Profile:
    """The creator of a handle as the one who asks sees it; `NotFound`."""
    async with app.db.connection() as connection:
        creator = await _get_creator(connection, handle)
        followed: frozenset[AccountId] = frozenset()
        if actor.account_id is not None:
            followed = await store.followed_among(connection, actor.account_id, [creator.id])
    return Profile(creator, creator.id in followed)


async def follow_creator(app: App, actor: Actor, handle: str) -> None:
    """Follow; `NotFound`, `FollowsItself`, `LoginNeeded`. Again is the same."""
    account_id = actor.need_account()
    async with app.db.transaction() as transaction:
        creator = await _get_creator(transaction, handle)
        if creator.id == account_id:
            raise FollowsItself
        if await store.add_follow(transaction, account_id, creator.id, app.clock.now()):
            await add_events(transaction, [Event(CREATOR_FOLLOWED, creator.id, {}, app.clock.now())])
    app.waker.wake()


async def unfollow_creator(app: App, actor: Actor, handle: str) -> None:
    """Unfollow; `NotFound`, `LoginNeeded`. Again is the same."""
    account_id = actor.need_account()
    async with app.db.transaction() as transaction:
        creator = await _get_creator(transaction, handle)
        await store.delete_follow(transaction, account_id, creator.id)


async def _get_creator(connection: Connection, handle: str) -> Creator:
    # A text that cannot be a handle is nobody's; it need not reach the database (a NUL could not).
    found = await store.creator_by_handle(connection, handle) if rules.HANDLE.fullmatch(handle.lower()) else None
    if found is None:
        raise NotFound
    return found


# --- made by the operator, seeds and simulations ---------------------------------------------------------------------


async def make_account(
    app: App,
    *,
    email: str,
    name: str,
    password: str | None,
    birth_date: date,
    language: str = "en",
    country: str | None = None,
    is_verified: bool = False,
) -> AccountId:
    """An account without mail, limits or age screen, for seeds; `EmailTaken`. Without password: no log-in by one."""
    now = app.clock.now()
    hashed = None if password is None else await app.part(Passwords).hash(rules.clean_password(password))
    code = None if country is None else rules.clean_country(country)
    new = NewAccount(
        rules.clean_email(email), rules.clean_name(name), birth_date, rules.clean_language(language), code, hashed
    )
    account_id = AccountId(uuid7(now))
    async with app.db.transaction() as transaction:
        if not await store.add_accounts(transaction, [(account_id, new)], now, is_verified=is_verified):
            raise EmailTaken
    return account_id


async def make_creator(
    app: App, account_id: AccountId, handle: str, *, bio: str = "", avatar_key: str | None = None
) -> Creator:
    """Make the account a creator; `HandleTaken`, `CreatorExists`."""
    handle = rules.clean_handle(handle)
    async with app.db.transaction() as transaction:
        if await own.is_handle_resting(transaction, handle, app.clock.now()):
            raise HandleTaken(handle=handle)
        is_made = await store.add_creator(
            transaction, account_id, handle, bio=bio, avatar_key=avatar_key, now=app.clock.now()
        )
        known = (await store.creators_by_ids(transaction, [account_id])).get(account_id)
        if not is_made:
            raise HandleTaken(handle=handle) if known is None else CreatorExists(handle=known.handle)
    assert known is not None
    return known


async def add_member(app: App, account_id: AccountId, shop_id: ShopId, role: ShopRole) -> None:
    """Make the account owner or staff of a shop, or change which."""
    async with app.db.transaction() as transaction:
        await store.add_member(transaction, account_id, shop_id, role, app.clock.now())


async def grant_role(app: App, account_id: AccountId, role: Role) -> None:
    """Make the account moderator or operator."""
    async with app.db.transaction() as transaction:
        await store.add_role(transaction, account_id, role, app.clock.now())


async def make_sim_accounts(app: App, count: int) -> list[str]:
    """`count` adult, verified accounts of a simulation, logged in; their bearer tokens. Nothing is hashed slowly."""
    now = app.clock.now()
    run = secrets.token_hex(6)
    tokens = [rules.token_of(rules.SESSION_PREFIX, secrets.token_bytes(rules.TOKEN_BYTES)) for _ in range(count)]
    accounts = [
        (
            uuid7(now),
            NewAccount(f"sim-{run}-{place}@sim.test", f"Sim {place}", BIRTH_DATE_SIMULATED, "en", "US", None),
        )
        for place in range(count)
    ]
    sessions = [
        (uuid7(now), rules.token_hash(token), AccountId(account_id))
        for token, (account_id, _) in zip(tokens, accounts, strict=True)
    ]
    async with app.db.transaction() as transaction:
        await store.add_accounts(transaction, accounts, now, is_verified=True)
        await store.add_sessions(transaction, sessions, now, now + rules.SESSION_LIFE)
    return tokens


async def forget_expired(app: App) -> int:
    """Delete sessions and mailed tokens whose time is over; how many. A job runs it daily."""
    async with app.db.transaction() as transaction:
        return await store.delete_expired(transaction, app.clock.now() - timedelta(days=1))


async def _limit(app: App, name: str, subject: str, tries_per_s: tuple[int, int]) -> None:
    await app.limiter.check(app.db, name, subject, limit=tries_per_s[0], per_s=tries_per_s[1])
