import { post } from '../api';
import { forgetGuestOrders, guestOrders } from './guest_orders';

/** What was bought on this device as a guest becomes the account's that has just logged in. */
export async function keepGuestOrders(): Promise<void> {
  const orders = guestOrders();
  if (!orders.length) return;
  await post('/v1/orders/keep', { orders });
  forgetGuestOrders();
}
