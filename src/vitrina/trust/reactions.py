"""What makes an invitation's mail leave."""

from __future__ import annotations

from collections.abc import Sequence

from vitrina import notice, people
from vitrina.kernel.words import Language
from vitrina.notice import Words
from vitrina.platform.app import App
from vitrina.platform.outbox import Event
from vitrina.platform.relay import Reaction

_ROLES = {
    "moderator": ("moderator", "moderador"),
    "operator": ("operator", "operador"),
    "partner": ("partner", "marca asociada"),
}


async def mail_invitations(app: App, events: Sequence[Event]) -> None:
    """Mail each invitation a fresh link; one that was used or withdrawn meanwhile gets none."""
    for event in events:
        issued = await people.issue_invitation_token(app, event.subject)
        if issued is not None:
            invitation, token = issued
            link = f"{app.settings.public_url}/invitation?token={token}"
            words = _words(invitation.role, link, invitation.language)
            await notice.send_letter(app, invitation.email, words, invitation.language)


def _words(role: str, link: str, language: Language) -> Words:
    english, spanish = _ROLES[role]
    if language == "es":
        return Words(
            "Te invitaron a Vitrina",
            (f"Te invitaron a ser {spanish} en Vitrina.", "El enlace funciona una vez, durante 7 días, con este correo."),
            link, "Aceptar la invitación",
        )  # fmt: skip
    return Words(
        "You are invited to Vitrina",
        (f"You are invited to be a {english} on Vitrina.", "The link works once, for 7 days, with this address."),
        link, "Accept the invitation",
    )  # fmt: skip


REACTIONS = [Reaction(people.INVITATION_MADE, "trust.mail_invitation", mail_invitations)]
