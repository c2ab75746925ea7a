"""The rules of the house, how grave each is, and the clocks of sanctions and appeals; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from vitrina.kernel.errors import Invalid
from vitrina.kernel.money import Money
from vitrina.kernel.words import Language

WORDS_CHARS_MAX = 1_000
APPEAL_CHARS_MAX = 2_000
APPEAL_ANSWERED_WITHIN = timedelta(hours=72)  # rules.md §10
SUSPENSION_DAYS_MAX = 3_650
REPORTS_PER_PERSON = (20, 3_600)
REPORTS_PER_ADDRESS = (200, 3_600)
NOTICES_PER_ADDRESS = (10, 3_600)
# INFORM Act (15 U.S.C. § 45f): who sells for this much in a year shows name and address to buyers.
IDENTITY_SHOWN_FROM: Final = Money(20_000_00, "USD")
_UNPRINTABLE = {code: None for code in range(32) if code not in (9, 10)} | {127: None}


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule of the house: what a reporter chooses and a sanction names. Severity 3 is looked at first."""

    code: str
    severity: int
    en: str
    es: str

    def text(self, language: Language) -> str:
        return self.es if language == "es" else self.en


REASONS: Final = {
    reason.code: reason
    for reason in (
        Reason("scam", 2, "It is a scam or misleads buyers", "Es una estafa o engaña a quien compra"),
        Reason("counterfeit", 2, "It is a fake or sold without permission", "Es una copia o se vende sin permiso"),
        Reason("forbidden_goods", 3, "It sells something forbidden", "Vende algo prohibido"),
        Reason("dangerous", 3, "Somebody could get hurt", "Alguien podría salir lastimado"),
        Reason("minors", 3, "It endangers a minor", "Pone en riesgo a un menor"),
        Reason("hate", 2, "It insults or harasses people", "Insulta o acosa a personas"),
        Reason("sexual", 2, "It shows nudity or sex", "Muestra desnudez o sexo"),
        Reason("privacy", 2, "It shows somebody's private details", "Muestra datos privados de alguien"),
        Reason("copyright", 2, "It uses someone's work without permission", "Usa la obra de alguien sin permiso"),
        Reason("hidden_ad", 1, "It is a hidden advertisement", "Es publicidad encubierta"),
        Reason("spam", 1, "It is spam", "Es spam"),
        Reason("other", 1, "Something else", "Otra cosa"),
    )
}


def get_reason(code: str, field: str = "reason") -> Reason:
    """The rule of a code; `Invalid` for another."""
    found = REASONS.get(code)
    if found is None:
        raise Invalid(field=field, reason="is not one of the rules")
    return found


def clean_words(text: str, field: str, *, least: int = 0, most: int = WORDS_CHARS_MAX) -> str:
    """What somebody wrote, without surrounding space and control characters; `Invalid` when too short or long."""
    words = text.replace("\r\n", "\n").translate(_UNPRINTABLE).strip()
    if not least <= len(words) <= most:
        raise Invalid(field=field, reason=f"has {least} to {most} characters")
    return words


def end_of(now: datetime, days: int | None) -> datetime | None:
    """When something for so many days ends; None for ever. `Invalid` outside 1 to 3650."""
    if days is None:
        return None
    if not 1 <= days <= SUSPENSION_DAYS_MAX:
        raise Invalid(field="days", reason=f"is 1 to {SUSPENSION_DAYS_MAX}")
    return now + timedelta(days=days)


def must_show_identity(sold_in_a_year: Money) -> bool:
    """Whether a shop that sold for this much in twelve months shows its owner's name and address to buyers."""
    return sold_in_a_year.currency == IDENTITY_SHOWN_FROM.currency and sold_in_a_year.minor >= IDENTITY_SHOWN_FROM.minor
