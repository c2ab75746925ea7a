import type { Address, Order } from './types';

/** Shapes of a person's safety, addresses and data, and of what comes after buying. */
export interface Passkey {
  id: string;
  name: string;
  made_at: string;
  used_at: string | null;
}

export interface Device {
  id: string;
  name: string;
  since: string;
  used_on: string;
  is_current: boolean;
}

export interface Proof {
  password?: string;
  challenge_id?: string;
  credential?: unknown;
}

export interface Pairing {
  id: string;
  code: string;
  secret: string;
  url: string;
  path: string;
  size: number;
  expires_at: string;
}

export interface SavedAddress {
  id: string;
  address: Address;
  is_default: boolean;
}

export interface OrderRequest {
  id: string;
  kind: 'cancel' | 'return';
  state: 'open' | 'approved' | 'done' | 'refused' | 'withdrawn';
  reason: string;
  note: string;
  lines: { id: string; quantity: number }[];
  asked_at: string;
  due_at: string;
  answer: string | null;
  answered_by: string | null;
  answered_at: string | null;
}

export interface OrderMessage {
  is_from_buyer: boolean;
  problem: string | null;
  body: string;
  at: string;
}

export interface OrderHelp {
  is_seller: boolean;
  requests: OrderRequest[];
  messages: OrderMessage[];
  return_until: string | null;
  may_cancel: boolean;
  may_return: boolean;
  arrives: { soonest: string; latest: string } | null;
}

export interface Helped {
  order: Order;
  help: OrderHelp;
}
