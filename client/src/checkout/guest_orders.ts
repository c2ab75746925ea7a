import type { Order } from '../api';

/** A guest's orders, known only to this device together with the token that opens each. */
export interface GuestOrder {
  id: string;
  token: string;
}

const SLOT = 'vitrina.orders';
const KEPT_MAX = 50;

export function guestOrders(): GuestOrder[] {
  try {
    return JSON.parse(localStorage.getItem(SLOT) ?? '[]') as GuestOrder[];
  } catch {
    return [];
  }
}

export function rememberGuestOrder(order: Order, token: string | null | undefined): void {
  if (!token) return;
  try {
    const others = guestOrders().filter((known) => known.id !== order.id);
    localStorage.setItem(SLOT, JSON.stringify([{ id: order.id, token }, ...others].slice(0, KEPT_MAX)));
  } catch {
    // The order's link still opens it.
  }
}

export function guestToken(id: string): string | null {
  return guestOrders().find((known) => known.id === id)?.token ?? null;
}

/** The address of an order's page; guests need their token in it. */
export function orderPath(order: { id: string }, token?: string | null): string {
  const found = token ?? guestToken(order.id);
  return found ? `/orders/${order.id}?token=${encodeURIComponent(found)}` : `/orders/${order.id}`;
}

/** They belong to an account now. */
export function forgetGuestOrders(): void {
  try {
    localStorage.removeItem(SLOT);
  } catch {
    // Nothing was kept then.
  }
}
