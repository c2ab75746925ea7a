"""SQL of accounts, sessions, mailed tokens, roles, creators and follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from vitrina.kernel.ids import AccountId, SessionId, ShopId
from vitrina.people.model import Account, Creator, NewAccount, Role, ShopRole, TokenKind
from vitrina.platform.postgres import Connection, Row

# A mail address travels as text: a citext argument would cost every new connection a look at the type's definition.
FOLLOWERS_COUNTED_MAX = 1_000
_ACCOUNT = "id, email::text, name, birth_date, language, country, email_verified_at IS NOT NULL"
_CREATOR = (
    "creator.account_id, creator.handle, account.name, creator.bio, creator.avatar_key, creator.followers,"
    " creator.since"
    " FROM people_creator AS creator JOIN people_account AS account ON account.id = creator.account_id"
)


@dataclass(frozen=True, slots=True)
class FoundSession:
    """One live session with everything that an Actor needs; the account's fields are None for a guest."""

    token_hash: bytes
    session_id: SessionId
    account_id: AccountId | None
    expires_at: datetime
    name: str | None
    language: str | None
    country: str | None
    birth_date: date | None
    is_verified: bool
    suspended_until: datetime | None
    handle: str | None
    roles: list[str]
    shop_ids: list[UUID] | None
    shop_roles: list[str] | None


# --- accounts --------------------------------------------------------------------------------------------------------


async def add_accounts(
    connection: Connection, accounts: Sequence[tuple[UUID, NewAccount]], now: datetime, *, is_verified: bool = False
) -> list[AccountId]:
    """Insert accounts; the ids of those whose e-mail was free."""
    rows = await connection.fetch(
        "INSERT INTO people_account"
        " (id, email, name, birth_date, language, country, password_hash, made_at, email_verified_at)"
        " SELECT id, email, name, birth_date, language, country, password_hash, $8::timestamptz,"
        " CASE WHEN $9::boolean THEN $8::timestamptz END"
        " FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::text[], $6::text[], $7::text[])"
        " AS new (id, email, name, birth_date, language, country, password_hash)"
        " ON CONFLICT (email) DO NOTHING RETURNING id",
        [account_id for account_id, _ in accounts],
        [new.email for _, new in accounts],
        [new.name for _, new in accounts],
        [new.birth_date for _, new in accounts],
        [new.language for _, new in accounts],
        [new.country for _, new in accounts],
        [new.password_hash for _, new in accounts],
        now,
        is_verified,
    )
    return [AccountId(row[0]) for row in rows]


async def find_password(connection: Connection, email: str) -> tuple[AccountId, str | None] | None:
    """The account of an e-mail and its password's hash."""
    row = await connection.fetchrow(
        "SELECT id, password_hash FROM people_account WHERE email = $1::text::citext", email
    )
    return None if row is None else (AccountId(row[0]), row[1])


async def accounts_by_ids(connection: Connection, ids: Sequence[AccountId]) -> dict[AccountId, Account]:
    """The accounts of `ids`; the unknown are left out."""
    rows = await connection.fetch(f"SELECT {_ACCOUNT} FROM people_account WHERE id = ANY($1::uuid[])", ids)
    return {account.id: account for account in map(_account, rows)}


async def account_by_email(connection: Connection, email: str) -> Account | None:
    """The account of an e-mail, in any case of letters."""
    row = await connection.fetchrow(f"SELECT {_ACCOUNT} FROM people_account WHERE email = $1::text::citext", email)
    return None if row is None else _account(row)


async def update_account(
    connection: Connection, account_id: AccountId, *, name: str | None, language: str | None, country: str | None
) -> None:
    """Change what is not None."""
    await connection.execute(
        "UPDATE people_account SET name = coalesce($2, name), language = coalesce($3, language),"
        " country = coalesce($4, country) WHERE id = $1",
        account_id,
        name,
        language,
        country,
    )


async def set_password(connection: Connection, account_id: AccountId, password_hash: str, now: datetime) -> None:
    """A new password by way of the mailbox, which proves the e-mail too."""
    await connection.execute(
        "UPDATE people_account SET password_hash = $2, email_verified_at = coalesce(email_verified_at, $3)"
        " WHERE id = $1",
        account_id,
        password_hash,
        now,
    )


async def set_verified(connection: Connection, account_id: AccountId, now: datetime) -> None:
    await connection.execute(
        "UPDATE people_account SET email_verified_at = coalesce(email_verified_at, $2) WHERE id = $1", account_id, now
    )


# --- sessions and mailed tokens --------------------------------------------------------------------------------------


async def find_sessions(connection: Connection, hashes: Sequence[bytes], now: datetime) -> list[FoundSession]:
    """Every live session among `hashes`, with its account, roles and shops: one trip for a whole batch of requests."""
    rows = await connection.fetch(
        "SELECT session.token_hash, session.id, session.account_id, session.expires_at, account.name, account.language,"
        " account.country, account.birth_date, account.email_verified_at IS NOT NULL, account.suspended_until,"
        " creator.handle,"
        " ARRAY(SELECT role FROM people_role WHERE account_id = session.account_id),"
        " shops.ids, shops.roles"
        " FROM people_session AS session"
        " LEFT JOIN people_account AS account ON account.id = session.account_id"
        " LEFT JOIN people_creator AS creator ON creator.account_id = session.account_id"
        " LEFT JOIN LATERAL (SELECT array_agg(shop_id ORDER BY shop_id) AS ids,"
        " array_agg(role ORDER BY shop_id) AS roles"
        " FROM people_membership WHERE account_id = session.account_id) AS shops ON true"
        " WHERE session.token_hash = ANY($1::bytea[]) AND session.expires_at > $2",
        hashes,
        now,
    )
    return [FoundSession(*row) for row in rows]


async def add_sessions(
    connection: Connection,
    sessions: Sequence[tuple[UUID, bytes, AccountId | None]],
    now: datetime,
    expires_at: datetime,
) -> None:
    """Insert sessions (id, token hash, account or None for a guest); one that is there already stays."""
    await connection.execute(
        "INSERT INTO people_session (id, token_hash, account_id, made_at, expires_at)"
        " SELECT id, token_hash, account_id, $4, $5 FROM unnest($1::uuid[], $2::bytea[], $3::uuid[])"
        " AS new (id, token_hash, account_id) ON CONFLICT (token_hash) DO NOTHING",
        [session_id for session_id, _, _ in sessions],
        [token for _, token, _ in sessions],
        [account_id for _, _, account_id in sessions],
        now,
        expires_at,
    )


async def extend_sessions(connection: Connection, hashes: Sequence[bytes], expires_at: datetime) -> None:
    await connection.execute(
        "UPDATE people_session SET expires_at = $2 WHERE token_hash = ANY($1::bytea[])", hashes, expires_at
    )


async def end_session(connection: Connection, session_id: UUID) -> None:
    await connection.execute("DELETE FROM people_session WHERE id = $1", session_id)


async def end_sessions_of(connection: Connection, account_id: AccountId) -> None:
    await connection.execute("DELETE FROM people_session WHERE account_id = $1", account_id)


async def find_guest(connection: Connection, guest_id: UUID) -> UUID | None:
    """The guest session, locked against a second hand-over."""
    found: UUID | None = await connection.fetchval(
        "SELECT id FROM people_session WHERE id = $1 AND account_id IS NULL FOR UPDATE", guest_id
    )
    return found


async def delete_expired(connection: Connection, now: datetime) -> int:
    """Forget sessions and mailed tokens that are over; how many."""
    gone: int = await connection.fetchval(
        "WITH sessions AS (DELETE FROM people_session WHERE expires_at <= $1 RETURNING 1),"
        " tokens AS (DELETE FROM people_token WHERE expires_at <= $1 RETURNING 1)"
        " SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM tokens)",
        now,
    )
    return gone


async def replace_token(
    connection: Connection, kind: TokenKind, account: Account, hashed: bytes, expires_at: datetime
) -> None:
    """The one token of its kind for the account: an older mail's link stops working."""
    await connection.execute(
        "WITH gone AS (DELETE FROM people_token WHERE account_id = $1 AND kind = $2)"
        " INSERT INTO people_token (token_hash, account_id, kind, email, expires_at) VALUES ($3, $1, $2, $4::text, $5)",
        account.id,
        kind,
        hashed,
        account.email,
        expires_at,
    )


async def has_token(connection: Connection, kind: TokenKind, hashed: bytes, now: datetime) -> bool:
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM people_token WHERE token_hash = $1 AND kind = $2 AND expires_at > $3)",
        hashed,
        kind,
        now,
    )
    return found


async def take_token(connection: Connection, kind: TokenKind, hashed: bytes, now: datetime) -> AccountId | None:
    """Use up a live token, if the account still has the address it was sent to; whose it was."""
    taken: UUID | None = await connection.fetchval(
        "DELETE FROM people_token AS token USING people_account AS account WHERE token.token_hash = $1"
        " AND token.kind = $2 AND token.expires_at > $3"
        " AND account.id = token.account_id AND account.email = token.email"
        " RETURNING account.id",
        hashed,
        kind,
        now,
    )
    return None if taken is None else AccountId(taken)


# --- roles and shops -------------------------------------------------------------------------------------------------


async def add_role(connection: Connection, account_id: AccountId, role: Role, now: datetime) -> None:
    await connection.execute(
        "INSERT INTO people_role (account_id, role, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        account_id,
        role,
        now,
    )


async def add_member(
    connection: Connection, account_id: AccountId, shop_id: ShopId, role: ShopRole, now: datetime
) -> None:
    """Make the account a member of the shop, or change its role there."""
    await connection.execute(
        "INSERT INTO people_membership (account_id, shop_id, role, since) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (account_id, shop_id) DO UPDATE SET role = EXCLUDED.role",
        account_id,
        shop_id,
        role,
        now,
    )


async def list_members(connection: Connection, shop_ids: Sequence[ShopId]) -> dict[ShopId, list[AccountId]]:
    """The members of each shop, owners first, in the order they joined."""
    rows = await connection.fetch(
        "SELECT shop_id, account_id FROM people_membership WHERE shop_id = ANY($1::uuid[])"
        " ORDER BY shop_id, role, since, account_id",
        shop_ids,
    )
    members: dict[ShopId, list[AccountId]] = {}
    for row in rows:
        members.setdefault(ShopId(row[0]), []).append(AccountId(row[1]))
    return members


async def list_sole_shops(connection: Connection, account_id: AccountId) -> list[ShopId]:
    """The shops that have no owner but the account."""
    rows = await connection.fetch(
        "SELECT m.shop_id FROM people_membership m WHERE m.account_id = $1 AND m.role = 'owner' AND NOT EXISTS"
        " (SELECT FROM people_membership o WHERE o.shop_id = m.shop_id AND o.role = 'owner' AND o.account_id <> $1)"
        " ORDER BY m.shop_id",
        account_id,
    )
    return [ShopId(row[0]) for row in rows]


# --- creators and follows --------------------------------------------------------------------------------------------


async def add_creator(
    connection: Connection, account_id: AccountId, handle: str, *, bio: str, avatar_key: str | None, now: datetime
) -> bool:
    """Insert a creator; False when the account is one already or the handle is taken."""
    row = await connection.fetchrow(
        "INSERT INTO people_creator (account_id, handle, bio, avatar_key, since) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT DO NOTHING RETURNING true",
        account_id,
        handle,
        bio,
        avatar_key,
        now,
    )
    return row is not None


async def creators_by_ids(connection: Connection, ids: Sequence[AccountId]) -> dict[AccountId, Creator]:
    """The creators among `ids`; the others are left out."""
    rows = await connection.fetch(f"SELECT {_CREATOR} WHERE creator.account_id = ANY($1::uuid[])", ids)
    return {creator.id: creator for creator in (Creator(*row) for row in rows)}


async def creator_by_handle(connection: Connection, handle: str) -> Creator | None:
    """The creator of a handle, in any case of letters, without its @."""
    row = await connection.fetchrow(f"SELECT {_CREATOR} WHERE creator.handle = $1", handle.lower())
    return None if row is None else Creator(*row)


async def find_creators(connection: Connection, words: str, *, first: int, limit: int) -> list[Creator]:
    """Creators whose handle or name is like these words, the nearest first, after skipping `first`."""
    rows = await connection.fetch(
        f"SELECT {_CREATOR}, (SELECT btrim(platform_sounded($1)) AS said, btrim(lower($1), ' @') AS typed) AS asked"
        " WHERE said <> '' AND creator.account_id IN ("
        "   SELECT account_id FROM people_creator WHERE handle LIKE '%' || replace(replace(typed, '_', '\\_'), '%', '\\%') || '%'"
        "   UNION ALL SELECT id FROM people_account WHERE platform_sounded(name) LIKE '%' || said || '%'"
        "     OR said <% platform_sounded(name))"
        " ORDER BY creator.handle = typed DESC, starts_with(creator.handle, typed) DESC,"
        "   word_similarity(said, platform_sounded(account.name)) DESC, creator.followers DESC, creator.account_id DESC"
        " OFFSET $2 LIMIT $3",
        words,
        first,
        limit,
    )
    return [Creator(*row) for row in rows]


async def list_popular_creators(connection: Connection, limit: int) -> list[Creator]:
    """Creators whom most people follow, first."""
    rows = await connection.fetch(
        f"SELECT {_CREATOR} ORDER BY creator.followers DESC, creator.account_id DESC LIMIT $1", limit
    )
    return [Creator(*row) for row in rows]


async def add_follow(connection: Connection, follower_id: AccountId, creator_id: AccountId, now: datetime) -> bool:
    """Follow, and count it; False, and nothing changes, when it is so already."""
    done = await connection.execute(
        "WITH made AS (INSERT INTO people_follow (follower_id, creator_id, at) VALUES ($1, $2, $3)"
        " ON CONFLICT DO NOTHING RETURNING creator_id)"
        " UPDATE people_creator SET followers = followers + 1 FROM made WHERE account_id = made.creator_id",
        follower_id,
        creator_id,
        now,
    )
    return str(done).endswith(" 1")


async def followers_since(
    connection: Connection, creator_ids: Sequence[AccountId], since: datetime
) -> dict[AccountId, tuple[int, tuple[str, ...]]]:
    """How many began to follow each creator since an instant (1,000 at most) and the names of the latest two."""
    rows = await connection.fetch(
        "SELECT c.id, f.count, f.names FROM unnest($1::uuid[]) AS c (id) CROSS JOIN LATERAL ("
        "   SELECT count(*)::integer, (array_agg(a.name ORDER BY n.at DESC, n.follower_id))[1:2] AS names FROM ("
        "     SELECT follower_id, at FROM people_follow WHERE creator_id = c.id AND at >= $2 ORDER BY at DESC LIMIT $3"
        "   ) n JOIN people_account a ON a.id = n.follower_id"
        " ) f WHERE f.count > 0",
        list(creator_ids),
        since,
        FOLLOWERS_COUNTED_MAX,
    )
    return {AccountId(row[0]): (row[1], tuple(row[2])) for row in rows}


async def delete_follow(connection: Connection, follower_id: AccountId, creator_id: AccountId) -> None:
    """Unfollow, and count it; nothing changes when it is so already."""
    await connection.execute(
        "WITH gone AS (DELETE FROM people_follow WHERE follower_id = $1 AND creator_id = $2 RETURNING creator_id)"
        " UPDATE people_creator SET followers = followers - 1 FROM gone WHERE account_id = gone.creator_id",
        follower_id,
        creator_id,
    )


async def followed_among(
    connection: Connection, follower_id: AccountId, creator_ids: Sequence[AccountId]
) -> frozenset[AccountId]:
    """Which of `creator_ids` the account follows."""
    rows = await connection.fetch(
        "SELECT creator_id FROM people_follow WHERE follower_id = $1 AND creator_id = ANY($2::uuid[])",
        follower_id,
        creator_ids,
    )
    return frozenset(AccountId(row[0]) for row in rows)


async def list_followed(connection: Connection, follower_id: AccountId, limit: int) -> list[AccountId]:
    """Whom the account follows, latest first."""
    rows = await connection.fetch(
        "SELECT creator_id FROM people_follow WHERE follower_id = $1 ORDER BY at DESC, creator_id LIMIT $2",
        follower_id,
        limit,
    )
    return [AccountId(row[0]) for row in rows]


async def count_creators(connection: Connection) -> int:
    """How many creators there are."""
    return int(await connection.fetchval("SELECT count(*) FROM people_creator"))


async def list_handles(connection: Connection, first: int, limit: int) -> list[str]:
    """Handles of creators, newest first, after skipping `first`."""
    rows = await connection.fetch(
        "SELECT handle FROM people_creator ORDER BY account_id DESC OFFSET $1 LIMIT $2", first, limit
    )
    return [row[0] for row in rows]


def _account(row: Row) -> Account:
    return Account(AccountId(row[0]), row[1], row[2], row[3], row[4], row[5], row[6])
