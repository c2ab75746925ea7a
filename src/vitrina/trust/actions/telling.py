"""The words by which a person hears of a sanction, of its end, and of the answer to an appeal."""

from __future__ import annotations

from datetime import datetime

from vitrina import notice
from vitrina.notice import Said, StaffMessage
from vitrina.platform.postgres import Connection
from vitrina.trust.model import LiftedWhy, Sanction
from vitrina.trust.rules import REASONS

STANDING_PATH = "/me/standing"
_TITLES = {
    "warning": ("A warning about “{title}”", "Una advertencia sobre «{title}»"),
    "takedown": ("We took down “{title}”", "Retiramos «{title}»"),
    "suspension": ("Your account is suspended", "Tu cuenta está suspendida"),
}
_LIFTED = {
    "ended": ("The time of this measure is over: “{title}”.", "Terminó el plazo de esta medida: «{title}»."),
    "appeal": (
        "You were right: we lifted the measure on “{title}”.",
        "Tenías razón: levantamos la medida sobre «{title}».",
    ),
    "unanswered": (
        "We did not answer your appeal in 72 hours, so the measure on “{title}” is lifted.",
        "No respondimos tu apelación en 72 horas, así que levantamos la medida sobre «{title}».",
    ),
    "staff": ("We lifted the measure on “{title}”.", "Levantamos la medida sobre «{title}»."),
}


async def tell_sanction(connection: Connection, made: Sanction, now: datetime) -> None:
    """Tell the person what was done, by which rule and why, and that they may appeal."""
    rule = REASONS[made.rule]
    english, spanish = (text.format(title=made.target_title) for text in _TITLES[made.effect])
    text = Said(
        f"Rule: {rule.en}. {made.reason} What you earned before stays yours. You can appeal; we answer within 72 hours.",
        f"Regla: {rule.es}. {made.reason} Lo que ganaste antes sigue siendo tuyo. Puedes apelar; respondemos en 72 horas.",
    )
    await _tell(connection, made, "made", (Said(english, spanish), text), now)


async def tell_lifted(connection: Connection, made: Sanction, why: LiftedWhy, now: datetime) -> None:
    """Tell the person that it is over, and why."""
    english, spanish = (text.format(title=made.target_title) for text in _LIFTED[why])
    title = Said("A measure was lifted", "Levantamos una medida")
    await _tell(connection, made, "lifted", (title, Said(english, spanish)), now)


async def tell_answer(connection: Connection, made: Sanction, now: datetime) -> None:
    """Tell the person that the appeal was read and the measure stands."""
    title = Said("The answer to your appeal", "La respuesta a tu apelación")
    text = Said(
        f"We looked at “{made.target_title}” again and the measure stands. You can read why.",
        f"Revisamos otra vez «{made.target_title}» y la medida se mantiene. Puedes leer por qué.",
    )
    await _tell(connection, made, "answered", (title, text), now)


async def _tell(connection: Connection, made: Sanction, step: str, words: tuple[Said, Said], now: datetime) -> None:
    told = StaffMessage(*words, STANDING_PATH)
    await notice.tell(
        connection, notice.To(account_id=made.account_id), told, once=f"sanction:{made.id}:{step}", now=now
    )
