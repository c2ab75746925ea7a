import { call, type Order, type OrderStatus } from '../api';

const STEP_MS = 1500;
const LONGEST_MS = 3 * 60_000;
const OPEN: OrderStatus[] = ['payment_pending', 'requires_action'];

export const isOpenPayment = (status: OrderStatus): boolean => OPEN.includes(status);

export function loadOrder(id: string, token: string | null | undefined): Promise<Order> {
  return call<Order>('GET', `/v1/orders/${id}`, token ? { headers: { 'X-Order-Token': token } } : {});
}

/** Asks for the order until its payment has been decided. Returns the way to stop asking. */
export function watchOrder(id: string, token: string | null | undefined, onchange: (order: Order) => void): () => void {
  const until = performance.now() + LONGEST_MS;
  let timer = setTimeout(ask, STEP_MS);
  async function ask(): Promise<void> {
    try {
      const order = await loadOrder(id, token);
      onchange(order);
      if (!isOpenPayment(order.status)) return;
    } catch {
      // A lost answer only means asking again.
    }
    if (performance.now() < until) timer = setTimeout(ask, STEP_MS);
  }
  return () => clearTimeout(timer);
}
