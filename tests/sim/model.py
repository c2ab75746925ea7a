"""What must be true of the money, in the simplest arithmetic there is: balances, stock, orders, commissions. No product code.

Written from the business rules alone: fractions, a rounding of its own, dictionaries. The model is told what people and
the bank do, decides what has to come of it, and is compared with the product's books.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

FEE, HOUSE, HALO = Fraction(6, 100), Fraction(2, 100), Fraction(1, 2)
HOLD_HOUR, STOCK_HOLD, VOUCHER_HOLD = timedelta(hours=1), timedelta(minutes=10), timedelta(hours=24)
TOUCH_WINDOW = timedelta(days=30)
NEVER_RECEIVED_AFTER = timedelta(seconds=10)
SELLER_AFTER = timedelta(days=7)
CUT_NOTICE = timedelta(days=2)
STANDING = ("on_hold", "to_ship", "shipped", "delivered", "partly_refunded")
REFUNDABLE = (*STANDING, "refunded")


def rounded(amount: Fraction) -> int:
    """Half up."""
    return (amount + Fraction(1, 2)).__floor__()


@dataclass(frozen=True)
class Land:
    """A market: its tax, its shipping, how long one may send back."""

    code: str
    region: str
    currency: str
    zone: str
    tax: Fraction
    is_tax_included: bool
    return_days: int
    is_business_days: bool
    shipping: int
    free_from: int

    @property
    def tax_owner(self) -> str:
        return f"{self.code}-{self.region}" if self.code == "US" else self.code

    def day(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self.zone)).date()

    def last_return_day(self, delivered: date) -> date:
        if not self.is_business_days:
            return delivered + timedelta(days=self.return_days)
        days = [delivered + timedelta(days=n) for n in range(1, 40)]
        return [day for day in days if day.isoweekday() <= 5][self.return_days - 1]


LANDS = {
    "US": Land("US", "TX", "USD", "America/New_York", Fraction(625, 10_000), False, 30, False, 499, 5_000),
    "MX": Land("MX", "CDMX", "MXN", "America/Mexico_City", Fraction(16, 100), True, 5, True, 8_900, 79_900),
}


@dataclass(frozen=True)
class Tap:
    """A recorded touch: when, on what, of whom, at which rate (None: the shop has no programme)."""

    at: datetime
    shop: str
    product: str
    creator: str
    rate: Fraction | None


@dataclass
class Line:
    """One line: its money whole, and how many of its pieces went back."""

    product: str
    quantity: int
    total: int
    base: int
    tax: int
    fee: int
    creator: str | None
    commission: int
    state: str | None
    returned: int = 0
    payable_on: date | None = None
    back: int = 0

    def kept(self, whole: int, back: int | None = None) -> int:
        left = self.quantity - (self.back if back is None else back)
        return rounded(Fraction(whole * left, self.quantity))


@dataclass
class Order:
    """One shop's order."""

    shop: str
    land: Land
    lines: list[Line]
    shipping: int
    shipping_tax: int
    state: str = "payment_pending"
    hold_until: datetime | None = None
    is_shipped: bool = False
    delivered_on: date | None = None
    seller_on: date | None = None
    is_seller_paid_over: bool = False
    is_shipping_back: bool = False
    refunded: int = 0

    @property
    def total(self) -> int:
        goods = sum(line.total for line in self.lines) + self.shipping + self.shipping_tax
        return goods if self.land.is_tax_included else goods + sum(line.tax for line in self.lines)

    def seller_kept(self) -> int:
        goods = sum(line.kept(line.base) - line.kept(line.fee) - line.kept(line.commission) for line in self.lines)
        return goods + (0 if self.is_shipping_back else self.shipping)

    def is_free_to_cancel(self, now: datetime) -> bool:
        is_held = self.state in ("on_hold", "partly_refunded") and not self.is_shipped
        return is_held and self.hold_until is not None and now < self.hold_until


@dataclass
class Payment:
    """A payment, what the bank has of it, and what must go back. `bank`: never, waiting, authorised, captured, gone."""

    land: Land
    orders: list[Order]
    at: datetime
    expires_at: datetime
    bank: str
    state: str = "open"
    is_capture_noted: bool = False
    promised: int = 0
    owed: int = 0
    given: int = 0

    @property
    def total(self) -> int:
        return sum(order.total for order in self.orders)

    def promise(self, amount: int) -> None:
        """So much must go back."""
        self.promised += amount
        self.owed += amount
        assert self.promised <= self.total


class Model:
    """The whole world in dictionaries."""

    def __init__(self, stock: dict[str, int], shop_of: dict[str, str], prices: dict[tuple[str, str], int]) -> None:
        self.stock = stock
        self.shop_of = shop_of
        self.prices = prices
        self.programmes: dict[str, list[tuple[datetime, Fraction]]] = {}
        self.taps: dict[str, list[Tap]] = {}
        self.payments: list[Payment] = []
        self.books: Counter[tuple[str, str, str]] = Counter()

    # -- what people do

    def announce(self, shop: str, rate: Fraction, now: datetime) -> None:
        """A shop's new rate: from now on, or two days later when creators would earn less than they do now."""
        before = self.rate(shop, now)
        is_cut = before is not None and rate < before
        self.programmes.setdefault(shop, []).append((now + CUT_NOTICE if is_cut else now, rate))

    def rate(self, shop: str, now: datetime) -> Fraction | None:
        """The shop's rate: of those that have begun, the one announced last."""
        begun = [rate for begins, rate in self.programmes.get(shop, []) if begins <= now]
        return begun[-1] if begun else None

    def tap(self, who: str, creator: str, product: str, now: datetime) -> None:
        shop = self.shop_of[product]
        self.taps.setdefault(who, []).append(Tap(now, shop, product, creator, self.rate(shop, now)))

    def price(self, who: str, wanted: dict[str, int], land: Land, now: datetime) -> list[Order]:
        """The orders of a purchase, one for each shop in the order of its first line."""
        shops = list(dict.fromkeys(self.shop_of[product] for product in wanted))
        return [self._order(who, shop, wanted, land, now) for shop in shops]

    def is_sold_out(self, wanted: dict[str, int]) -> bool:
        return any(self.stock[product] < quantity for product, quantity in wanted.items())

    def place(self, orders: list[Order], bank: str, now: datetime, *, is_voucher: bool = False) -> Payment:
        """Take the stock and note what the bank said at once."""
        for order in orders:
            for line in order.lines:
                self.stock[line.product] -= line.quantity
        expires_at = now + (VOUCHER_HOLD if is_voucher else STOCK_HOLD)
        payment = Payment(orders[0].land, orders, now, expires_at, bank)
        self.payments.append(payment)
        if bank == "declined":
            self.fail(payment)
        return payment

    def fail(self, payment: Payment, state: str = "failed") -> None:
        assert payment.state == "open"
        payment.state = state
        for order in payment.orders:
            order.state = "expired" if state != "failed" else "payment_failed"
            self._restock(order)

    def pay(self, payment: Payment, now: datetime) -> None:
        """The money is there: everybody is owed their part."""
        assert payment.state == "open"
        payment.state, payment.is_capture_noted = "paid", payment.bank == "captured"
        for order in payment.orders:
            order.state, order.hold_until = "on_hold", now + HOLD_HOUR
            currency = order.land.currency
            self.books["provider_clearing", "sandbox", currency] += order.total
            self.books["seller_pending", order.shop, currency] -= order.seller_kept()
            for line in order.lines:
                if line.creator is not None:
                    self.books["creator_pending", line.creator, currency] -= line.commission
                self.books["platform_fee", "platform", currency] -= line.fee
                self.books["tax_payable", order.land.tax_owner, currency] -= line.tax
            self.books["tax_payable", order.land.tax_owner, currency] -= order.shipping_tax

    def give_back(
        self, payment: Payment, order: Order, pieces: dict[int, int], now: datetime, *, ships: bool, is_cancel: bool
    ) -> None:
        """Pieces (by the line's place) go back, and the shipping too when `ships`."""
        currency, owner = order.land.currency, order.land.tax_owner
        ships = ships and not order.is_shipping_back
        seller_before = order.seller_kept()
        buyer = 0
        for place, more in pieces.items():
            buyer += self._line_back(order.lines[place], more, order)
        order.is_shipping_back = order.is_shipping_back or ships
        seller = seller_before - order.seller_kept()
        tax = order.shipping_tax if ships else 0
        buyer += seller + tax
        self.books["tax_payable", owner, currency] += tax
        self.books["seller_payable" if order.is_seller_paid_over else "seller_pending", order.shop, currency] += seller
        self.books["provider_clearing", "sandbox", currency] -= buyer
        order.refunded += buyer
        payment.promise(buyer)
        if any(line.back < line.quantity for line in order.lines):
            order.state = "partly_refunded"
            return
        order.state = "cancelled" if is_cancel else "refunded"
        for line in order.lines:
            if line.state is not None:
                line.state = "void"
        if not order.is_shipped:
            self._restock(order)
        if not order.is_shipping_back and order.shipping and order.seller_on is None:
            order.seller_on = order.land.day(now) + SELLER_AFTER

    def deliver(self, order: Order, now: datetime) -> None:
        today = order.land.day(now)
        order.delivered_on, order.seller_on = today, today + SELLER_AFTER
        order.state = "delivered" if order.state == "shipped" else order.state
        for line in order.lines:
            if line.state == "pending":
                line.state, line.payable_on = "earned", order.land.last_return_day(today) + timedelta(days=1)

    # -- what time does

    def settle(self, now: datetime) -> None:
        """Every open payment is asked about at the bank."""
        for payment in self._open():
            if payment.bank in ("authorised", "captured"):
                self.pay(payment, now)
            elif payment.bank in ("declined", "gone") or (
                payment.bank == "never" and now - payment.at >= NEVER_RECEIVED_AFTER
            ):
                self.fail(payment)

    def expire(self, now: datetime) -> None:
        for payment in self._open():
            if payment.expires_at > now:
                continue
            self.fail(payment, "expired")
            if payment.bank in ("authorised", "captured"):
                payment.state = "late"
                payment.is_capture_noted = payment.bank == "captured"
                payment.promise(payment.total)
            elif payment.bank == "waiting":
                payment.bank = "gone"

    def capture(self, now: datetime) -> None:
        for payment in self.payments:
            is_due = payment.state == "paid" and not payment.is_capture_noted and payment.promised < payment.total
            if not is_due:
                continue
            if payment.bank == "authorised":
                payment.bank, payment.is_capture_noted = "captured", True
                continue
            for order in payment.orders:
                if order.state in REFUNDABLE and order.refunded < order.total:
                    left = {place: line.quantity - line.back for place, line in enumerate(order.lines)}
                    self.give_back(payment, order, left, now, ships=True, is_cancel=True)

    def carry_out(self) -> None:
        """What must go back goes back: refunded when it was taken, let go when nothing of it was."""
        for payment in self.payments:
            if payment.owed and payment.is_capture_noted:
                payment.given, payment.owed = payment.given + payment.owed, 0
            elif payment.owed and payment.promised == payment.total:
                payment.bank, payment.owed = "gone", 0

    def end_hold_hours(self, now: datetime) -> None:
        for order in self.orders():
            if order.state == "on_hold" and order.hold_until is not None and order.hold_until <= now:
                order.state = "to_ship"

    def mature(self, now: datetime) -> None:
        for order in self.orders():
            today, currency = order.land.day(now), order.land.currency
            for line in order.lines:
                if line.state == "earned" and line.payable_on is not None and line.payable_on <= today:
                    line.state = "payable"
                    self._move("creator", str(line.creator), line.commission - line.returned, currency)
            is_due = order.seller_on is not None and order.seller_on <= today and not order.is_seller_paid_over
            if is_due and order.state != "cancelled":
                order.is_seller_paid_over = True
                self._move("seller", order.shop, order.seller_kept(), currency)

    # -- reading

    def orders(self) -> list[Order]:
        return [order for payment in self.payments for order in payment.orders]

    def bank_keeps(self, currency: str) -> int:
        """What the bank must hold for the platform."""
        mine = [one for one in self.payments if one.land.currency == currency and one.bank == "captured"]
        return sum(one.total - one.given for one in mine)

    def _open(self) -> list[Payment]:
        return [payment for payment in self.payments if payment.state == "open"]

    def _move(self, party: str, owner: str, amount: int, currency: str) -> None:
        self.books[f"{party}_pending", owner, currency] += amount
        self.books[f"{party}_payable", owner, currency] -= amount

    def _restock(self, order: Order) -> None:
        for line in order.lines:
            self.stock[line.product] += line.quantity

    def _line_back(self, line: Line, more: int, order: Order) -> int:
        """Give `more` pieces of a line back; what fee, tax and creator return to the buyer (the seller's part is not in it)."""
        currency, after = order.land.currency, line.back + more
        assert after <= line.quantity
        tax, fee, commission = (
            line.kept(whole) - line.kept(whole, after) for whole in (line.tax, line.fee, line.commission)
        )
        line.back = after
        self.books["tax_payable", order.land.tax_owner, currency] += tax
        self.books["platform_fee", "platform", currency] += fee
        if line.creator is not None and line.commission:
            account = "creator_payable" if line.state == "payable" else "creator_pending"
            self.books[account, line.creator, currency] += commission
            line.returned += commission
            if line.back == line.quantity:
                line.state = "void"
        return tax + fee + commission

    def _order(self, who: str, shop: str, wanted: dict[str, int], land: Land, now: datetime) -> Order:
        mine = {product: quantity for product, quantity in wanted.items() if self.shop_of[product] == shop}
        lines = [self._line(who, shop, (product, quantity), land, now) for product, quantity in mine.items()]
        goods = sum(line.total for line in lines)
        gross = 0 if goods >= land.free_from else land.shipping
        net = rounded(gross / (1 + land.tax)) if land.is_tax_included else gross
        return Order(shop, land, lines, net, gross - net)

    def _line(self, who: str, shop: str, bought: tuple[str, int], land: Land, now: datetime) -> Line:
        product, quantity = bought
        total = self.prices[product, land.currency] * quantity
        base = rounded(total / (1 + land.tax)) if land.is_tax_included else total
        tax = total - base if land.is_tax_included else rounded(total * land.tax)
        fee = rounded(base * FEE)
        winner = self._winner(who, shop, product, now)
        if winner is None:
            return Line(product, quantity, total, base, tax, fee, None, 0, None)
        is_own = winner.creator == who
        rate_now = self.rate(shop, now)
        # A tap before the programme began was promised the house's rate, which the house pays when it is the better one.
        is_house = winner.rate is None and (rate_now is None or rate_now < HOUSE)
        rate = HOUSE if is_house else max(rate for rate in (winner.rate, rate_now) if rate is not None)
        if winner.product != product:
            rate = Fraction(rounded(rate * HALO * 10_000), 10_000)
        commission = 0 if is_own else rounded(base * rate)
        if is_house:
            commission = min(commission, fee)
            fee -= commission
        return Line(
            product, quantity, total, base, tax, fee, winner.creator, commission, "void" if is_own else "pending"
        )

    def _winner(self, who: str, shop: str, product: str, now: datetime) -> Tap | None:
        living = [tap for tap in self.taps.get(who, []) if tap.shop == shop and now - tap.at < TOUCH_WINDOW]
        exact = [tap for tap in living if tap.product == product]
        halo = [tap for tap in living if tap.product != product and tap.rate is not None]
        return (exact or halo or [None])[-1]
