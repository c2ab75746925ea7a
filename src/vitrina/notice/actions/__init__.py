"""One file per intention: tell, deliver (mails and what is planned), push, the centre and its preferences."""

from vitrina.notice.actions.centre import (
    count_unread,
    erase_messages,
    export_messages,
    get_preference,
    list_notices,
    mark_read,
    read_unsubscribe,
    set_preference,
    unsubscribe,
)
from vitrina.notice.actions.deliver import deliver, forget_old, send_later_mails, send_reset, send_verification
from vitrina.notice.actions.push import add_phone, push_key, remove_phone, send_pushes
from vitrina.notice.actions.tell import NOTICE_DUE, tell, tell_all

__all__ = [
    "NOTICE_DUE",
    "add_phone",
    "count_unread",
    "deliver",
    "erase_messages",
    "export_messages",
    "forget_old",
    "get_preference",
    "list_notices",
    "mark_read",
    "push_key",
    "read_unsubscribe",
    "remove_phone",
    "send_later_mails",
    "send_pushes",
    "send_reset",
    "send_verification",
    "set_preference",
    "tell",
    "tell_all",
    "unsubscribe",
]
