"""Refusals of trust."""

from vitrina.kernel.errors import Refusal


class CaseClosed(Refusal):
    code = "case_closed"
    status = 409
    en = "This case is closed already."
    es = "Este caso ya está cerrado."


class EffectImpossible(Refusal):
    code = "effect_impossible"
    status = 409
    en = "This cannot be done to it: it may be gone already."
    es = "Esto no se le puede hacer: quizá ya no está."


class SanctionOver(Refusal):
    code = "sanction_over"
    status = 409
    en = "This measure is over already."
    es = "Esta medida ya terminó."


class AppealMade(Refusal):
    code = "appeal_made"
    status = 409
    en = "You have appealed already. We answer within 72 hours."
    es = "Ya apelaste. Respondemos en 72 horas."


class NoAppeal(Refusal):
    code = "no_appeal"
    status = 409
    en = "Nobody has appealed, or it was answered."
    es = "Nadie apeló, o ya se respondió."


class StaffProtected(Refusal):
    code = "staff_protected"
    status = 403
    en = "Staff is not sanctioned this way: the operator takes the role first."
    es = "Al equipo no se le sanciona así: primero el operador le quita el rol."


class CounterMade(Refusal):
    code = "counter_made"
    status = 409
    en = "There is a counter-notice to this already."
    es = "Ya hay una contranotificación."
