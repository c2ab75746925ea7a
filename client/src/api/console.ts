import { newKey } from './intention';
import { Problem } from './problem';
import { asker } from './client';
import type { Money, Order, Page } from './types';

export interface Identity {
  legal_name: string;
  address: string;
  phone: string;
  is_public: boolean;
}

/** A shop as its own people see it; `identity` only for its owner. */
export interface OwnShop {
  id: string;
  slug: string;
  name: string;
  description: string;
  country: string;
  currency: string;
  logo_url: string | null;
  banner_url: string | null;
  closed_until: string | null;
  is_resting: boolean;
  handling_days: number;
  returns_text: string;
  identity: Identity | null;
  products: number;
  hidden: number;
  pictured: number;
}

export interface OwnPrice {
  price: Money;
  compare_at: Money | null;
}

export interface OwnVariant {
  id: string;
  title: string;
  sku: string | null;
  options: string[];
  free: number;
  held: number;
  prices: OwnPrice[];
}

export interface OwnProduct {
  id: string;
  slug: string;
  title: string;
  description: string;
  brand: string | null;
  category: string | null;
  is_shown: boolean;
  option_names: string[];
  external_url: string | null;
  pictures: { key: string; url: string }[];
  variants: OwnVariant[];
}

export interface OwnProductPage extends Page {
  products: OwnProduct[];
}

export interface RowIssue {
  line: number;
  column: string | null;
  text: string;
  is_error: boolean;
}

/** A file as it would come in. */
export interface FileLook {
  id: string;
  name: string;
  format: string | null;
  columns: { header: string; field: string | null }[];
  rows: { line: number; title: string; variant: string; price: Money | null; stock: number | null; picture: string | null; state: 'new' | 'changed' | 'same' }[];
  rows_read: number;
  rows_skipped: number;
  products_new: number;
  products_changed: number;
  products_same: number;
  issues: RowIssue[];
  problem: string | null;
}

export interface ShopFile {
  id: string;
  name: string;
  state: 'waiting' | 'running' | 'done' | 'refused' | 'undone';
  products_done: number;
  products_all: number;
  products_new: number;
  products_changed: number;
  products_same: number;
  rows_skipped: number;
  problem: string | null;
  issues: RowIssue[];
  at: string;
  done_at: string | null;
}

export interface ShopRate {
  id?: string;
  country: string;
  name_en: string;
  name_es: string;
  price: Money;
  free_from: Money | null;
}

export interface ShopVoucher {
  id: string;
  code: string;
  percent_bps: number | null;
  amount: Money | null;
  spend_least: Money;
  starts_at: string;
  ends_at: string | null;
  uses_max: number | null;
  uses_max_each: number | null;
  used: number;
  state: 'active' | 'stopped';
}

export interface ProgrammeVersion {
  version: number;
  rate_bps: number;
  window_days: number;
  halo_bps: number;
  is_open: boolean;
  since: string;
  decided_at: string | null;
  by: string | null;
  is_in_force: boolean;
}

export interface SellingCreator {
  handle: string;
  name: string;
  links: number;
  taps: number;
  lines: number;
  sold: Money | null;
  commission: Money | null;
}

export interface RefundQuote {
  buyer: Money;
  shop: Money;
  creator: Money;
  platform: Money;
  tax: Money;
  shipping: Money;
}

export interface Parcel {
  id: string;
  order: Order | null;
  code: string | null;
  problem: string | null;
}

export interface Sales {
  first: string;
  last: string;
  currency: string;
  orders: number;
  units: number;
  revenue: Money;
  refunded: Money;
  days: { day: string; orders: number; units: number; revenue: Money; refunded: Money }[];
  products: { id: string; title: string; image_url: string | null; units: number; revenue: Money }[];
}

/** Sends a file as it is; the key makes a second try after a lost answer harmless. */
export async function upload<T>(method: 'POST' | 'PUT', path: string, file: Blob): Promise<T> {
  const headers = { 'Accept-Language': asker.language(), 'Content-Type': file.type || 'application/octet-stream', 'Idempotency-Key': newKey() };
  let response: Response;
  try {
    response = await fetch(path, { method, headers, body: file, credentials: 'same-origin' });
  } catch {
    throw new Problem(0, {});
  }
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (!response.ok) throw new Problem(response.status, body);
  return body as T;
}
