import { touchOf } from '../affiliate/touches';
import { post, problemOf, type Money, type Order, type Problem, type Quote } from '../api';
import { buyer } from './buyer.svelte';
import { rememberGuestOrder } from './guest_orders';
import { isOpenPayment, watchOrder } from './watch';
import type { Wish } from './wish';

const SETTLE_MS = 250;

/** One purchase from price to receipt: a quote that follows the form, one payment, and what became of it. */
export class Purchase {
  quote = $state.raw<Quote | null>(null);
  isQuoting = $state(false);
  isPaying = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** Set when the server's price differs from the one shown: the buyer must accept it first. */
  changedTo = $state.raw<Money | null>(null);
  order = $state.raw<Order | null>(null);
  token = $state<string | null>(null);
  /** A shop's code that counts, and why the last one did not. */
  voucher = $state<string | null>(null);
  voucherProblem = $state.raw<Problem | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #stop: (() => void) | null = null;

  /** Asks for the price of this wish, shortly after the last change. */
  follow(wish: Wish): void {
    clearTimeout(this.#timer);
    const address = buyer.sent;
    const wait = this.quote ? SETTLE_MS : 0;
    this.isQuoting = true;
    this.#timer = setTimeout(() => void this.#price(wish, address), wait);
  }

  async #price(wish: Wish, address: typeof buyer.sent): Promise<void> {
    const turn = ++this.#asked;
    try {
      const body = { lines: [{ variant_id: wish.variant_id, quantity: wish.quantity }], ...(address ? { address } : {}), ...(this.voucher ? { voucher: this.voucher } : {}) };
      const quote = await post<Quote>('/v1/quotes', body, { isRepeatable: true });
      if (turn !== this.#asked) return;
      this.quote = quote;
      this.changedTo = null;
      if (this.problem?.code !== 'card_declined') this.problem = null;
    } catch (thrown) {
      if (turn !== this.#asked) return;
      const problem = problemOf(thrown);
      if (this.voucher && problem.code.startsWith('voucher_')) {
        // The price without the code is shown, and why the code does not count.
        this.voucher = null;
        this.voucherProblem = problem;
        return await this.#price(wish, address);
      }
      this.problem = problem;
      this.quote = null;
    } finally {
      if (turn === this.#asked) this.isQuoting = false;
    }
  }

  /** Tries a code, or takes it out. */
  apply(code: string | null, wish: Wish): void {
    this.voucher = code;
    this.voucherProblem = null;
    this.follow(wish);
  }

  /** The amount on the button: the changed one once the server has named it. */
  get total(): Money | null {
    return this.changedTo ?? this.quote?.total ?? null;
  }

  /** Buys. The key of this intention is kept until the server's final answer, so pressing again cannot buy twice. */
  async pay(wish: Wish): Promise<void> {
    const address = buyer.sent;
    if (this.isPaying || !address || !this.total) return;
    // What is paid is what the button said: a price still on its way no longer counts.
    clearTimeout(this.#timer);
    this.#asked++;
    this.isQuoting = false;
    this.isPaying = true;
    this.problem = null;
    const touchId = await touchOf(wish.product_id);
    const body = {
      variant_id: wish.variant_id,
      quantity: wish.quantity,
      ...(touchId ? { touch_id: touchId } : {}),
      ...(buyer.isGuest ? { email: buyer.email.trim() } : {}),
      expected_total: this.total,
      ...(this.voucher ? { voucher: this.voucher } : {}),
      address,
      payment: buyer.payment,
    };
    try {
      this.#placed(await post<Order>('/v1/checkout/buy', body, { intent: 'buy' }));
    } catch (thrown) {
      this.problem = problemOf(thrown);
      if (this.problem.code === 'price_changed') await this.#followChange(wish, address, this.problem.total);
    } finally {
      this.isPaying = false;
    }
  }

  /** Shows the new price in every line, and that it is new. */
  async #followChange(wish: Wish, address: typeof buyer.sent, named: Money | null): Promise<void> {
    await this.#price(wish, address);
    this.changedTo = this.quote?.total ?? named;
  }

  #placed(order: Order): void {
    this.token = order.order_token ?? null;
    this.order = order;
    buyer.remember();
    rememberGuestOrder(order, this.token);
    if (!isOpenPayment(order.status)) return;
    this.#stop = watchOrder(order.id, this.token, (next) => (this.order = { ...next, action_url: next.action_url ?? order.action_url }));
  }

  /** After a refused payment: back to the form with everything filled in. */
  again(): void {
    this.#stop?.();
    this.order = null;
    this.problem = null;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#asked++;
    this.#stop?.();
  }
}
