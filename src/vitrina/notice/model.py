"""What can be told, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

import msgspec

from vitrina.kernel.ids import AccountId
from vitrina.kernel.words import Language
from vitrina.platform.push import PushAddress

Category = Literal["orders", "money", "social", "shop", "alerts", "account"]
CATEGORIES: tuple[Category, ...] = ("orders", "money", "shop", "social", "alerts", "account")
Channel = Literal["push", "mail"]
CHANNELS: tuple[Channel, ...] = ("push", "mail")


class Said(msgspec.Struct, frozen=True):
    """A text that its teller wrote in both languages."""

    en: str
    es: str


class Amount(msgspec.Struct, frozen=True):
    """Money on its way through a table: integer minor units and an ISO 4217 code."""

    minor: int
    currency: str


class ReceiptLine(msgspec.Struct, frozen=True):
    """One line of an order as it was bought."""

    title: str
    quantity: int
    total: Amount


class Receipt(msgspec.Struct, frozen=True, tag="receipt"):
    """An order was paid; `path` leads to its page (with the guest's token where there is one)."""

    category: ClassVar[Category] = "orders"
    icon: ClassVar[str] = "receipt"
    number: str
    shop: str
    lines: tuple[ReceiptLine, ...]
    shipping: Amount
    tax: Amount
    total: Amount
    path: str


class OrderShipped(msgspec.Struct, frozen=True, tag="order_shipped"):
    """A shop sent an order; `title` is its first line's."""

    category: ClassVar[Category] = "orders"
    icon: ClassVar[str] = "truck"
    number: str
    shop: str
    title: str
    path: str
    carrier: str | None = None
    tracking: str | None = None


class OrderDelivered(msgspec.Struct, frozen=True, tag="order_delivered"):
    """An order arrived."""

    category: ClassVar[Category] = "orders"
    icon: ClassVar[str] = "package_check"
    number: str
    shop: str
    title: str
    path: str


class OrderCancelled(msgspec.Struct, frozen=True, tag="order_cancelled"):
    """An order was cancelled; `amount` goes back."""

    category: ClassVar[Category] = "orders"
    icon: ClassVar[str] = "package_x"
    number: str
    shop: str
    amount: Amount
    path: str


class OrderRefunded(msgspec.Struct, frozen=True, tag="order_refunded"):
    """The shop gave money of an order back, all of it or a part."""

    category: ClassVar[Category] = "orders"
    icon: ClassVar[str] = "refund"
    number: str
    shop: str
    amount: Amount
    path: str


class PaymentReturned(msgspec.Struct, frozen=True, tag="payment_returned"):
    """Money came after its stock was gone and goes back."""

    category: ClassVar[Category] = "orders"
    icon: ClassVar[str] = "refund"
    amount: Amount
    path: str


class OrderNews(msgspec.Struct, frozen=True, tag="order_news"):
    """Somebody asks for something, answers or writes about an order: to its buyer, or to its shop's people."""

    category: ClassVar[Category] = "orders"
    icon: ClassVar[str] = "order"
    title: Said
    text: Said
    path: str


class VoucherToPay(msgspec.Struct, frozen=True, tag="voucher_to_pay"):
    """A reference waits to be paid until `pay_by`, shown in the buyer's `zone`; `is_reminder` when it is told again."""

    category: ClassVar[Category] = "orders"
    icon: ClassVar[str] = "voucher"
    amount: Amount
    reference: str
    pay_by: datetime
    zone: str
    path: str
    is_reminder: bool = False


class SaleMade(msgspec.Struct, frozen=True, tag="sale_made"):
    """A shop sold: `count` orders worth `amount` in the window that ends at `until`; `title` is the last one's first line."""

    category: ClassVar[Category] = "shop"
    icon: ClassVar[str] = "sale"
    shop: str
    count: int
    amount: Amount
    title: str
    until: datetime
    path: str


class SaleEarned(msgspec.Struct, frozen=True, tag="sale_earned"):
    """A creator earned `amount` on `count` lines in the window that ends at `until`, pending until it may be paid."""

    category: ClassVar[Category] = "money"
    icon: ClassVar[str] = "coins"
    count: int
    amount: Amount
    title: str
    until: datetime
    path: str


class CommissionPayable(msgspec.Struct, frozen=True, tag="commission_payable"):
    """Commission of `count` lines became payable on one day."""

    category: ClassVar[Category] = "money"
    icon: ClassVar[str] = "wallet"
    count: int
    amount: Amount
    until: datetime
    path: str


class Followed(msgspec.Struct, frozen=True, tag="followed"):
    """`count` people began to follow on one day; `names` are the latest, two at most."""

    category: ClassVar[Category] = "social"
    icon: ClassVar[str] = "follow"
    names: tuple[str, ...]
    count: int
    path: str


class Liked(msgspec.Struct, frozen=True, tag="liked"):
    """`count` people liked a video (`title`) on one day; `names` are the latest, two at most."""

    category: ClassVar[Category] = "social"
    icon: ClassVar[str] = "like"
    names: tuple[str, ...]
    count: int
    title: str
    path: str


class Replied(msgspec.Struct, frozen=True, tag="replied"):
    """Somebody wrote under one's video (`title`), or answered one's comment when `is_answer`."""

    category: ClassVar[Category] = "social"
    icon: ClassVar[str] = "comment"
    name: str
    text: str
    title: str
    path: str
    is_answer: bool = False


class BackInStock(msgspec.Struct, frozen=True, tag="back_in_stock"):
    """A product that one waits for can be bought again."""

    category: ClassVar[Category] = "alerts"
    icon: ClassVar[str] = "stock"
    title: str
    path: str
    price: Amount | None = None


class PriceDropped(msgspec.Struct, frozen=True, tag="price_dropped"):
    """A product that one watches costs less now."""

    category: ClassVar[Category] = "alerts"
    icon: ClassVar[str] = "price"
    title: str
    price: Amount
    path: str


class VideoReady(msgspec.Struct, frozen=True, tag="video_ready"):
    """A video is worked through and can be seen."""

    category: ClassVar[Category] = "shop"
    icon: ClassVar[str] = "video"
    title: str
    path: str


class VideoRefused(msgspec.Struct, frozen=True, tag="video_refused"):
    """A video could not be taken; `reason` in both languages."""

    category: ClassVar[Category] = "shop"
    icon: ClassVar[str] = "video_x"
    title: str
    reason: Said
    path: str


class StaffMessage(msgspec.Struct, frozen=True, tag="staff_message"):
    """What staff tells one person: a sanction, the answer to an appeal, a change of terms."""

    category: ClassVar[Category] = "account"
    icon: ClassVar[str] = "staff"
    title: Said
    text: Said
    path: str


class SecurityAlert(msgspec.Struct, frozen=True, tag="security_alert"):
    """Something happened to the account that only its owner should do."""

    category: ClassVar[Category] = "account"
    icon: ClassVar[str] = "shield"
    what: Literal["log_in", "password_changed", "passkey_added", "email_changed"]
    device: str = ""
    path: str = "/me/security"


Told = (
    Receipt
    | OrderShipped
    | OrderDelivered
    | OrderCancelled
    | OrderRefunded
    | OrderNews
    | PaymentReturned
    | VoucherToPay
    | SaleMade
    | SaleEarned
    | CommissionPayable
    | Followed
    | Liked
    | Replied
    | BackInStock
    | PriceDropped
    | VideoReady
    | VideoRefused
    | StaffMessage
    | SecurityAlert
)
# Told again with a higher count under the same cause, they replace what was told: many small things are one notice.
GROWING = (SaleMade, SaleEarned, CommissionPayable, Followed, Liked)


class To(msgspec.Struct, frozen=True):
    """Whom to tell: an account (at its address and in its language), or a guest's address in a language."""

    account_id: AccountId | None = None
    address: str | None = None
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One thing told, kept: by which ways it goes is decided once (`planned_at`), and its mail leaves at `mail_at`."""

    id: UUID
    account_id: AccountId | None
    address: str | None
    language: Language | None
    category: Category
    told: dict[str, Any]
    at: datetime
    read_at: datetime | None
    planned_at: datetime | None
    mail_at: datetime | None
    sent_at: datetime | None
    failed_why: str | None


@dataclass(frozen=True, slots=True)
class Preference:
    """What a person wants to hear by which channel, where they chose, and when their phone shall be quiet.

    `choices` maps `mail.social` to true or false; quiet hours are minutes of the day in `zone`.
    """

    choices: Mapping[str, bool] = field(default_factory=dict)
    quiet_from_min: int | None = None
    quiet_until_min: int | None = None
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Phone:
    """A browser that can be pushed to."""

    id: UUID
    account_id: AccountId
    address: PushAddress


@dataclass(frozen=True, slots=True)
class DuePush:
    """A push that may leave now; `count_sent` is what was said of a growing thing before."""

    message: Message
    phone: Phone
    tries: int
    count_sent: int | None


@dataclass(frozen=True, slots=True)
class Words:
    """What is said in one language: a subject, paragraphs of plain text (the first alone on a phone), one link's label.

    `link` is a path of ours or a whole URL.
    """

    subject: str
    paragraphs: tuple[str, ...]
    link: str
    label: str
