import { post, problemOf, type CartPayment, type Money, type Order, type Problem } from '../api';
import { buyer } from '../checkout/buyer.svelte';
import { rememberGuestOrder } from '../checkout/guest_orders';
import { isOpenPayment, watchOrder } from '../checkout/watch';
import { bag } from './bag.svelte';

/** Paying a whole bag: one payment, an order per shop. */
export class BagPayment {
  isPaying = $state(false);
  problem = $state.raw<Problem | null>(null);
  changedTo = $state.raw<Money | null>(null);
  orders = $state.raw<Order[]>([]);
  token = $state<string | null>(null);
  #stops: (() => void)[] = [];

  get total(): Money | null {
    return this.changedTo ?? bag.total;
  }

  async pay(): Promise<void> {
    const cart = bag.cart;
    const address = buyer.sent;
    if (!cart || !address || this.isPaying) return;
    this.isPaying = true;
    this.problem = null;
    try {
      // Saving the address may change tax and shipping: then the new total is shown first, and asked again.
      const before = this.total;
      if (JSON.stringify(cart.address) !== JSON.stringify(address)) await bag.setAddress(address);
      if (!this.changedTo && before && bag.total && before.minor !== bag.total.minor) {
        this.changedTo = bag.total;
        return;
      }
      const body = { payment: buyer.payment, ...(buyer.isGuest ? { email: buyer.email.trim() } : {}), expected_total: this.total };
      this.#paid(await post<CartPayment>(`/v1/carts/${cart.id}/pay`, body, { intent: `pay.${cart.id}` }));
    } catch (thrown) {
      this.problem = problemOf(thrown);
      if (this.problem.code === 'price_changed') this.changedTo = this.problem.total;
      if (this.problem.code === 'sold_out') await bag.load().catch(() => undefined);
    } finally {
      this.isPaying = false;
    }
  }

  #paid(payment: CartPayment): void {
    this.token = payment.order_token;
    this.orders = payment.orders;
    buyer.remember();
    bag.forget();
    for (const order of payment.orders) {
      rememberGuestOrder(order, this.token);
      if (isOpenPayment(order.status)) this.#stops.push(watchOrder(order.id, this.token, (next) => this.#changed(next)));
    }
  }

  #changed(next: Order): void {
    this.orders = this.orders.map((order) => (order.id === next.id ? { ...next, action_url: next.action_url ?? order.action_url } : order));
  }

  close(): void {
    this.#stops.forEach((stop) => stop());
  }
}
