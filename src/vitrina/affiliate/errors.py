"""Refusals of links and programmes."""

from vitrina.kernel.errors import Refusal


class LinkGone(Refusal):
    code = "link_gone"
    status = 404
    en = "This link is not shown any more."
    es = "Este enlace ya no se muestra."


class AlreadyShown(Refusal):
    code = "already_shown"
    status = 409
    en = "This product is in your showcase already."
    es = "Este producto ya está en tu vitrina."


class CommissionNotHeld(Refusal):
    code = "commission_not_held"
    status = 409
    en = "This commission is not waiting for a review."
    es = "Esta comisión no está en revisión."
