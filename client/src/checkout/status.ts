import type { OrderStatus } from '../api';
import { t, type Word } from '../i18n';

const TONES: Record<OrderStatus, 'calm' | 'good' | 'wait' | 'bad'> = {
  payment_pending: 'wait',
  requires_action: 'wait',
  awaiting_payment: 'wait',
  payment_failed: 'bad',
  on_hold: 'calm',
  to_ship: 'wait',
  shipped: 'calm',
  delivered: 'good',
  completed: 'good',
  cancelled: 'calm',
  partly_refunded: 'calm',
  refunded: 'calm',
  disputed: 'bad',
  expired: 'bad',
};

export const STATUSES = Object.keys(TONES) as OrderStatus[];
export const statusTone = (status: OrderStatus) => TONES[status] ?? 'calm';
export const statusWord = (status: OrderStatus): string => (status in TONES ? t(`order.status.${status}` as Word) : status);

/** The way of an order, for the steps on its page: which are done, where it is now. */
export const STEPS = ['placed', 'to_ship', 'shipped', 'delivered'] as const;

export function stepOf(status: OrderStatus): number {
  return { on_hold: 0, to_ship: 1, partly_refunded: 1, shipped: 2, delivered: 3, completed: 3 }[status as string] ?? -1;
}
