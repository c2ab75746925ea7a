"""Reports and the cases they gather in, takedowns and sanctions with their appeals, notices of copyright.

Owns the trust_* tables. Promises: every sanction shows rule, reason, evidence, effect, end and appeal to the one it meets; an
appeal that nobody answers lifts it after 72 hours; what was earned before stays payable, and no order is touched.
May not change another folder's things but through their front doors: each kind of thing is a target that knows how.
"""

from vitrina.trust.actions.appeal import appeal, export_standing
from vitrina.trust.actions.judge import act_on_account, get_standing_of
from vitrina.trust.actions.report import report
from vitrina.trust.engine.comments import join_comments
from vitrina.trust.engine.targets import Described, Target, register_target
from vitrina.trust.errors import AppealMade, CaseClosed, EffectImpossible, SanctionOver
from vitrina.trust.http import ROUTES
from vitrina.trust.jobs import DUTIES
from vitrina.trust.model import Act, Sanction
from vitrina.trust.reactions import REACTIONS
from vitrina.trust.rules import must_show_identity

__all__ = [
    "DUTIES",
    "REACTIONS",
    "ROUTES",
    "Act",
    "AppealMade",
    "CaseClosed",
    "Described",
    "EffectImpossible",
    "Sanction",
    "SanctionOver",
    "Target",
    "act_on_account",
    "appeal",
    "export_standing",
    "get_standing_of",
    "join_comments",
    "must_show_identity",
    "register_target",
    "report",
]
