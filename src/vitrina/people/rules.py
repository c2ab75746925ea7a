"""Pure rules about people: ages, what a name, an e-mail, a password and a handle may be, tokens."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from datetime import date, timedelta
from typing import Final

from vitrina.kernel.errors import Invalid
from vitrina.kernel.words import LANGUAGES, Language
from vitrina.people.errors import TooYoung
from vitrina.platform.mail import is_address

AGE_SIGN_UP_MIN = 13  # rules.md §10: under 13 blocked
AGE_ADULT = 18
AGE_MAX = 125
NAME_CHARS_MAX = 80
BIO_CHARS_MAX = 500
PASSWORD_CHARS_MIN, PASSWORD_CHARS_MAX = 8, 256  # length, not composition (NIST SP 800-63B §5.1.1)
HANDLE: Final = re.compile(r"[a-z0-9_.]{2,30}")
COUNTRY: Final = re.compile(r"[A-Z]{2}")

_CONTROLS = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))

TOKEN_BYTES = 32
TOKEN_CHARS_MAX = 100
SESSION_PREFIX, GUEST_PREFIX, MAIL_PREFIX = "vts_", "vtg_", "vtm_"

SESSION_LIFE = timedelta(days=90)
SESSION_SLIDES_AFTER = timedelta(days=1)
TOKEN_LIFE = {"verify_email": timedelta(days=7), "reset_password": timedelta(hours=1)}

PASSKEYS_MAX = 20
PASSKEY_NAME_CHARS_MAX = 80
CHALLENGE_LIFE = timedelta(minutes=5)
CHALLENGE_BYTES = 32
PAIRING_LIFE = timedelta(minutes=2)
HANDLE_RESTS = timedelta(days=30)
# Without the letters and digits that are taken for one another: 31^8 is 8 × 10^11 codes for 2 minutes of life.
PAIRING_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ".replace("L", "")
PAIRING_CHARS = 8

# (tries, seconds). An e-mail's tries count only while they fail; an address may be a school or a whole street.
SIGN_UPS_PER_ADDRESS = (300, 3600)
LOGINS_PER_EMAIL = (30, 900)
LOGINS_PER_ADDRESS = (1000, 900)
RESETS_PER_EMAIL = (5, 3600)
RESETS_PER_ADDRESS = (100, 3600)
CONFIRMS_PER_ADDRESS = (200, 3600)
VERIFICATIONS_PER_ACCOUNT = (5, 3600)
CHALLENGES_PER_ADDRESS = (300, 3600)
PAIRINGS_PER_ADDRESS = (100, 3600)
APPROVALS_PER_ACCOUNT = (20, 3600)
EXPORTS_PER_ACCOUNT = (10, 3600)


def age_years(birth_date: date, today: date) -> int:
    """Completed years on `today`; who was born on 29 February has the birthday on 1 March in a common year."""
    return today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))


def age_known(birth_date: date | None, today: date) -> int:
    """Whole years lived by `today`; 0 when nobody knows."""
    return 0 if birth_date is None else age_years(birth_date, today)


def is_adult(actor_birth_date: date | None, today: date) -> bool:
    """Whether a person is 18 or over on `today` (in the person's own zone); no birth date is no adult."""
    return actor_birth_date is not None and age_years(actor_birth_date, today) >= AGE_ADULT


def check_age(birth_date: date, today: date) -> None:
    """`TooYoung` under 13; `Invalid` for a date that no living person has."""
    age = age_years(birth_date, today)
    if birth_date > today or age > AGE_MAX:
        raise Invalid(field="birth_date", reason="is not a date of birth")
    if age < AGE_SIGN_UP_MIN:
        raise TooYoung


def clean_email(text: str) -> str:
    """An e-mail address without surrounding space; `Invalid` when it cannot be one."""
    email = text.strip()
    if not is_email(email):
        raise Invalid(field="email", reason="is not an e-mail address")
    return email


def is_email(text: str) -> bool:
    """Whether `text` can be an e-mail address."""
    return is_address(text) and _is_plain(text)


def clean_name(text: str) -> str:
    """A name with single spaces; `Invalid` when empty, over 80 characters or with control characters."""
    name = " ".join(text.split())
    if not 1 <= len(name) <= NAME_CHARS_MAX or not _is_plain(name):
        raise Invalid(field="name", reason=f"has 1 to {NAME_CHARS_MAX} characters")
    return name


def clean_bio(text: str) -> str:
    """A creator's text about itself, lines kept; `Invalid` over 500 characters or with control characters."""
    bio = text.strip().replace("\r\n", "\n")
    if len(bio) > BIO_CHARS_MAX or not _is_plain(bio.replace("\n", " ")):
        raise Invalid(field="bio", reason=f"has at most {BIO_CHARS_MAX} characters")
    return bio


def clean_password(text: str) -> str:
    """The password in one Unicode form, so that every keyboard gives the same; `Invalid` under 8 or over 256."""
    password = normal_password(text)
    if len(text) > PASSWORD_CHARS_MAX or len(password) < PASSWORD_CHARS_MIN or not _is_encodable(text):
        raise Invalid(field="password", reason=f"has {PASSWORD_CHARS_MIN} to {PASSWORD_CHARS_MAX} characters")
    return password


def normal_password(text: str) -> str:
    """The password as it was hashed; what is too long to be one is cut, and so is not the right one either."""
    short = text[: PASSWORD_CHARS_MAX + 1]
    return unicodedata.normalize("NFKC", short) if _is_encodable(short) else "?"


def clean_handle(text: str) -> str:
    """A handle in lower case, with or without its @; `Invalid` unless 2 to 30 of a–z 0–9 _ and dot."""
    handle = text.strip().removeprefix("@").lower()
    if not HANDLE.fullmatch(handle):
        raise Invalid(field="handle", reason="has 2 to 30 letters a–z, digits, _ or dots")
    return handle


def clean_country(text: str) -> str:
    """An ISO 3166 alpha-2 code in capitals; `Invalid` when it has another shape."""
    country = text.strip().upper()
    if not COUNTRY.fullmatch(country):
        raise Invalid(field="country", reason="is a two-letter code")
    return country


def clean_language(text: str) -> Language:
    """One of the product's languages; `Invalid` for any other."""
    for language in LANGUAGES:
        if text == language:
            return language
    raise Invalid(field="language", reason="is en or es")


def clean_passkey_name(text: str) -> str:
    """What a person calls a passkey; `Invalid` when empty, over 80 characters or with control characters."""
    name = " ".join(text.split())
    if not 1 <= len(name) <= PASSKEY_NAME_CHARS_MAX or not _is_plain(name):
        raise Invalid(field="name", reason=f"has 1 to {PASSKEY_NAME_CHARS_MAX} characters")
    return name


def clean_code(text: str) -> str:
    """A pairing's code as it is stored: capitals, without spaces and hyphens."""
    return "".join(letter for letter in text.upper() if letter.isalnum())[: PAIRING_CHARS + 1]


def device_name(agent: str) -> str:
    """What a person calls the device of a User-Agent: `Chrome · Android`; empty when it says nothing known."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return " · ".join(part for part in (browser, system) if part)


# The first mark that is found counts: Edge says Chrome too, and Chrome says Safari.
_BROWSERS = (
    ("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"), ("FxiOS/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


def token_of(prefix: str, secret: bytes) -> str:
    """The text of a token: a prefix that tells its kind (and lets logs mask it) and 256 random bits."""
    assert len(secret) == TOKEN_BYTES
    return prefix + base64.urlsafe_b64encode(secret).decode().rstrip("=")


def token_hash(token: str) -> bytes:
    """What is stored of a token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def _is_plain(text: str) -> bool:
    # Cf holds the marks that turn text around (a name that reads as another's); emoji need its two joiners.
    return all(letter in "\u200c\u200d" or unicodedata.category(letter) not in _CONTROLS for letter in text)


def _is_encodable(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
