"""What people do about their own safety: passkeys, password, devices, logging in on a second device."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from uuid import UUID

import msgspec

from vitrina.kernel.errors import LoginNeeded, NotFound
from vitrina.kernel.ids import AccountId, uuid7
from vitrina.people import rules, store
from vitrina.people.actions import PASSWORD_CHANGED, prove_password, start_session
from vitrina.people.adapters import passkeys
from vitrina.people.engine.passwords import Passwords
from vitrina.people.errors import PairingUnknown, PasskeyKnown, PasskeysFull, PasskeyWrong, ProofNeeded
from vitrina.people.model import Account, Actor, Challenge, Device, Pairing, Passkey, Proof
from vitrina.people.store import security as kept
from vitrina.platform.app import App
from vitrina.platform.outbox import Event, add_events
from vitrina.platform.postgres import Connection

# Events for whoever tells people: subject is the account, the payload names the device or the passkey.
LOGGED_IN = "LoggedIn"
PASSKEY_ADDED = "PasskeyAdded"
PASSKEY_REMOVED = "PasskeyRemoved"


@dataclass(frozen=True, slots=True)
class Asked:
    """A challenge to answer and the browser's options for it."""

    challenge_id: UUID
    options: msgspec.Raw


# --- passkeys --------------------------------------------------------------------------------------------------------


async def ask_registration(app: App, actor: Actor) -> Asked:
    """A challenge that makes a new passkey of the account; `PasskeysFull`, `LoginNeeded`."""
    account_id = actor.need_account()
    async with app.db.transaction() as transaction:
        known = await kept.credentials_of(transaction, account_id)
        if len(known) >= rules.PASSKEYS_MAX:
            raise PasskeysFull
        account = await _account(transaction, account_id)
        challenge = await _challenge(app, transaction, "register", account_id)
    options = passkeys.registration_options(app.settings, account, challenge.challenge, known)
    return Asked(challenge.id, options)


async def check_registration(
    app: App, actor: Actor, challenge_id: UUID, credential: dict[str, object], name: str
) -> Passkey:
    """The passkey that this answer makes; its challenge is used up, right or wrong. `PasskeyWrong`, `Invalid`."""
    account_id = actor.need_account()
    called = rules.clean_passkey_name(name)
    challenge = await _take_challenge(app, challenge_id, "register")
    if challenge.account_id != account_id:
        raise PasskeyWrong
    made = passkeys.read_registration(app.settings, credential, challenge.challenge)
    now = app.clock.now()
    return Passkey(uuid7(now), account_id, *made, called, now)


async def add_passkey(app: App, passkey: Passkey) -> Passkey:
    """Keep a checked passkey; `PasskeyKnown`."""
    async with app.db.transaction() as transaction:
        if not await kept.add_passkey(transaction, passkey):
            raise PasskeyKnown
        await add_events(
            transaction, [Event(PASSKEY_ADDED, passkey.account_id, {"name": passkey.name}, app.clock.now())]
        )
    app.waker.wake()
    return passkey


async def list_passkeys(app: App, actor: Actor) -> list[Passkey]:
    """The account's passkeys, oldest first; `LoginNeeded`."""
    account_id = actor.need_account()
    async with app.db.connection() as connection:
        return await kept.list_passkeys(connection, account_id)


async def rename_passkey(app: App, actor: Actor, passkey_id: UUID, name: str) -> Passkey:
    """Call a passkey otherwise; `NotFound`, `Invalid`."""
    account_id, called = actor.need_account(), rules.clean_passkey_name(name)
    async with app.db.transaction() as transaction:
        renamed = await kept.rename_passkey(transaction, account_id, passkey_id, called)
    if renamed is None:
        raise NotFound
    return renamed


async def remove_passkey(app: App, actor: Actor, passkey_id: UUID) -> None:
    """Forget a passkey: it logs nobody in any more; `NotFound`."""
    account_id = actor.need_account()
    async with app.db.transaction() as transaction:
        if not await kept.delete_passkey(transaction, account_id, passkey_id):
            raise NotFound
        await add_events(transaction, [Event(PASSKEY_REMOVED, account_id, {}, app.clock.now())])
    app.waker.wake()


async def ask_passkey(app: App, address: str) -> Asked:
    """A challenge for whoever has a passkey here, without asking who it is; `TooManyRequests`."""
    tries, per_s = rules.CHALLENGES_PER_ADDRESS
    await app.limiter.check(app.db, "challenge_address", address, limit=tries, per_s=per_s)
    async with app.db.transaction() as transaction:
        challenge = await _challenge(app, transaction, "log_in", None)
    return Asked(challenge.id, passkeys.log_in_options(app.settings, challenge.challenge))


async def prove_passkey(app: App, challenge_id: UUID, credential: dict[str, object]) -> AccountId:
    """Whose passkey answered the challenge, which is used up right or wrong; `PasskeyWrong`."""
    challenge = await _take_challenge(app, challenge_id, "log_in")
    async with app.db.transaction() as transaction:
        passkey = await kept.find_passkey(transaction, passkeys.credential_of(credential))
        if passkey is None:
            raise PasskeyWrong
        count = passkeys.read_log_in(app.settings, credential, challenge.challenge, passkey)
        if not await kept.note_passkey_use(transaction, passkey, count, app.clock.now()):
            raise PasskeyWrong
    return passkey.account_id


async def prove_again(app: App, actor: Actor, proof: Proof, address: str) -> AccountId:
    """That it is still the person of the account: by password or passkey; `LoginWrong`, `PasskeyWrong`, `ProofNeeded`."""
    account_id = actor.need_account()
    if proof.password is not None:
        async with app.db.connection() as connection:
            account = await _account(connection, account_id)
        await prove_password(app, account.email, proof.password, address)
        return account_id
    if proof.challenge_id is None or proof.credential is None:
        raise ProofNeeded
    if await prove_passkey(app, proof.challenge_id, proof.credential) != account_id:
        raise PasskeyWrong
    return account_id


async def _challenge(app: App, connection: Connection, kind: str, account_id: AccountId | None) -> Challenge:
    now = app.clock.now()
    value = secrets.token_bytes(rules.CHALLENGE_BYTES)
    challenge = Challenge(uuid7(now), "register" if kind == "register" else "log_in", account_id, value)
    await kept.add_challenge(connection, challenge, now + rules.CHALLENGE_LIFE)
    return challenge


async def _take_challenge(app: App, challenge_id: UUID, kind: str) -> Challenge:
    # In a transaction of its own: a wrong answer must not put the challenge back.
    async with app.db.transaction() as transaction:
        challenge = await kept.take_challenge(transaction, challenge_id, kind, app.clock.now())
    if challenge is None:
        raise PasskeyWrong
    return challenge


# --- password and devices --------------------------------------------------------------------------------------------


async def check_change(app: App, actor: Actor, proof: Proof, password: str, address: str) -> str:
    """The hash of a new password, once the old one (or a passkey) was shown; refusals of `prove_again`, `Invalid`."""
    clean = rules.clean_password(password)
    await prove_again(app, actor, proof, address)
    return await app.part(Passwords).hash(clean)


async def change_password(app: App, actor: Actor, password_hash: str) -> None:
    """Set the password and end every other session of the account."""
    account_id = actor.need_account()
    async with app.db.transaction() as transaction:
        await kept.change_password(transaction, account_id, password_hash)
        await kept.end_other_sessions(transaction, account_id, actor.session_id)
        await add_events(transaction, [Event(PASSWORD_CHANGED, account_id, {}, app.clock.now())])
    app.waker.wake()


async def list_devices(app: App, actor: Actor) -> list[Device]:
    """Where the account is logged in, the last used first; `LoginNeeded`."""
    account_id = actor.need_account()
    async with app.db.connection() as connection:
        return await kept.list_sessions(connection, account_id, app.clock.now())


async def end_device(app: App, actor: Actor, session_id: UUID) -> None:
    """Log one device out; `NotFound`."""
    account_id = actor.need_account()
    async with app.db.transaction() as transaction:
        if not await kept.end_session_of(transaction, account_id, session_id):
            raise NotFound


async def end_other_devices(app: App, actor: Actor) -> None:
    """Log every device out but the one that asks; `LoginNeeded`."""
    account_id = actor.need_account()
    async with app.db.transaction() as transaction:
        await kept.end_other_sessions(transaction, account_id, actor.session_id)


async def log_in_device(app: App, account_id: AccountId, token: str, guest_id: UUID | None, device: str) -> None:
    """As `start_session`, remembering which device it is and having its owner told."""
    async with app.db.transaction() as transaction:
        await start_session(app, account_id, token, guest_id)
        await kept.note_device(transaction, rules.token_hash(token), device)
        await add_events(transaction, [Event(LOGGED_IN, account_id, {"device": device}, app.clock.now())])


# --- a second device -------------------------------------------------------------------------------------------------


async def ask_pairing(app: App, device: str, address: str) -> tuple[Pairing, str]:
    """A code for another device of the person to approve, and the secret of this one; `TooManyRequests`."""
    tries, per_s = rules.PAIRINGS_PER_ADDRESS
    await app.limiter.check(app.db, "pairing_address", address, limit=tries, per_s=per_s)
    now = app.clock.now()
    code = "".join(secrets.choice(rules.PAIRING_LETTERS) for _ in range(rules.PAIRING_CHARS))
    secret = rules.token_of(rules.MAIL_PREFIX, secrets.token_bytes(rules.TOKEN_BYTES))
    pairing = Pairing(uuid7(now), code, device, now + rules.PAIRING_LIFE)
    async with app.db.transaction() as transaction:
        await kept.add_pairing(transaction, pairing, rules.token_hash(secret))
    return pairing, secret


async def limit_approval(app: App, actor: Actor) -> None:
    """Count one code that the account tries; `TooManyRequests`, `LoginNeeded`."""
    tries, per_s = rules.APPROVALS_PER_ACCOUNT
    await app.limiter.check(app.db, "approval", str(actor.need_account()), limit=tries, per_s=per_s)


async def get_pairing(app: App, actor: Actor, code: str) -> Pairing:
    """The device that waits under a code; `PairingUnknown`, `LoginNeeded`."""
    actor.need_account()
    async with app.db.connection() as connection:
        found = await kept.find_pairing(connection, rules.clean_code(code), app.clock.now())
    if found is None:
        raise PairingUnknown
    return found


async def approve_pairing(app: App, actor: Actor, code: str) -> None:
    """Let the device that shows `code` log in as this account, once; `PairingUnknown`."""
    account_id = actor.need_account()
    async with app.db.transaction() as transaction:
        device = await kept.approve_pairing(transaction, rules.clean_code(code), account_id, app.clock.now())
        if device is None:
            raise PairingUnknown


async def is_approved(app: App, pairing_id: UUID, secret: str) -> bool:
    """Whether the waiting device may log in by now; `PairingUnknown` when its time is over."""
    async with app.db.connection() as connection:
        approved = await kept.has_pairing(connection, pairing_id, rules.token_hash(secret), app.clock.now())
    if approved is None:
        raise PairingUnknown
    return approved


async def log_in_pairing(app: App, pairing_id: UUID, secret: str, token: str, guest_id: UUID | None) -> None:
    """Log the approved device in; its pairing is used up. `PairingUnknown`."""
    async with app.db.transaction() as transaction:
        taken = await kept.take_pairing(transaction, pairing_id, rules.token_hash(secret), app.clock.now())
        if taken is None:
            raise PairingUnknown
        account_id, device = taken
        await log_in_device(app, account_id, token, guest_id, device)


async def forget_expired(app: App) -> None:
    """Delete challenges, pairings and rests of handles whose time is over."""
    async with app.db.transaction() as transaction:
        await kept.delete_expired_proofs(transaction, app.clock.now())


async def _account(connection: Connection, account_id: AccountId) -> Account:
    found = (await store.accounts_by_ids(connection, [account_id])).get(account_id)
    if found is None:
        raise LoginNeeded
    return found
