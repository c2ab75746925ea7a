"""Expected refusals: a stable code, an HTTP status, and texts in every language of the product.

The words for a code live in `kernel/words.py` under `refusal.<code>` for codes of the kernel and platform, and in a
capability's own `errors.py`, which registers them by declaring `en` and `es` on the class.
"""

from __future__ import annotations

from typing import ClassVar

ALL: dict[str, type[Refusal]] = {}


class Refusal(Exception):
    """Something a person asked for that cannot be done, and why; `fields` fill the texts and go into the answer."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    en: ClassVar[str] = "This cannot be done."
    es: ClassVar[str] = "Esto no se puede hacer."

    def __init__(self, **fields: object) -> None:
        super().__init__(self.code)
        self.fields = fields

    def __init_subclass__(cls) -> None:
        assert cls.code not in ALL or ALL[cls.code].__qualname__ == cls.__qualname__, f"code {cls.code} is taken"
        ALL[cls.code] = cls

    def text(self, language: str) -> str:
        """The sentence for a person, in `language` (`en` or `es`)."""
        template = self.es if language == "es" else self.en
        return template.format_map(_Shown(self.fields))


class _Shown(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "—"


class Invalid(Refusal):
    code = "invalid"
    status = 422
    en = "Something in the request is not right: {field} {reason}."
    es = "Algo en la solicitud no está bien: {field} {reason}."


class NotFound(Refusal):
    code = "not_found"
    status = 404
    en = "It is not here, or not for you to see."
    es = "No está aquí, o no es para ti."


class TakenDown(Refusal):
    code = "taken_down"
    status = 410
    en = "This was taken down because it broke the rules."
    es = "Esto se retiró porque no cumplía las reglas."


class LoginNeeded(Refusal):
    code = "login_needed"
    status = 401
    en = "Log in first."
    es = "Inicia sesión primero."


class NotAllowed(Refusal):
    code = "not_allowed"
    status = 403
    en = "Your account may not do this."
    es = "Tu cuenta no puede hacer esto."


class TooManyRequests(Refusal):
    code = "too_many_requests"
    status = 429
    en = "Too many tries. Wait {retry_after_s} seconds and try again."
    es = "Demasiados intentos. Espera {retry_after_s} segundos e inténtalo de nuevo."


class Unavailable(Refusal):
    code = "unavailable"
    status = 503
    en = "This is resting for a moment. Try again soon."
    es = "Esto descansa un momento. Inténtalo de nuevo pronto."
