"""Refusals of the frame itself."""

from __future__ import annotations

from vitrina.kernel.errors import Refusal


class MethodNotAllowed(Refusal):
    code = "method_not_allowed"
    status = 405
    en = "This address does not take {method}."
    es = "Esta dirección no acepta {method}."


class Broken(Refusal):
    code = "internal"
    status = 500
    en = "Something broke on our side. It is written down; try again."
    es = "Algo se rompió de nuestro lado. Quedó anotado; inténtalo de nuevo."


class NotReady(Refusal):
    code = "not_ready"
    status = 503
    en = "Not ready yet."
    es = "Todavía no está listo."


class RangeOutside(Refusal):
    code = "range_outside"
    status = 416
    en = "The file is shorter than that."
    es = "El archivo es más corto."
