/** The shapes of docs/api: one interface per capital word there. Instants are RFC 3339 text, rates are basis points. */
export interface Money {
  minor: number;
  currency: string;
}

export interface Page {
  next_cursor: string | null;
}

export interface CreatorName {
  id: string;
  handle: string;
  name: string;
  avatar_url?: string | null;
}

export interface Creator extends CreatorName {
  bio?: string | null;
  followers: number;
  is_followed: boolean;
  is_popular?: boolean;
}

export interface ShopName {
  id: string;
  slug: string;
  name: string;
}

export interface Shop extends ShopName {
  description?: string | null;
  country: string;
  logo_url?: string | null;
  banner_url?: string | null;
  handling_days?: number;
  products: number;
  followers?: number;
  is_followed?: boolean;
}

export interface Programme {
  rate_bps: number;
  window_days: number;
  halo_bps: number;
  is_open: boolean;
  since: string | null;
}

export interface Account {
  id: string;
  email: string;
  name: string;
  language: string;
  country: string | null;
  email_verified: boolean;
  creator: { id: string; handle: string } | null;
  roles: string[];
  shops: (ShopName & { role: string })[];
}

export interface Tag {
  id: string;
  product_id: string;
  product_slug: string;
  variant_id: string | null;
  title: string;
  image_url: string | null;
  price: Money;
  available: boolean;
  start_ms: number | null;
  end_ms: number | null;
  paid_link: boolean;
}

export interface Video {
  id: string;
  creator: CreatorName;
  title: string;
  language: string;
  duration_ms: number;
  width: number;
  height: number;
  hls_url: string | null;
  mp4_url: string | null;
  mp4_mid_url: string | null;
  mp4_low_url: string | null;
  preview_url: string | null;
  poster_url: string;
  tags: Tag[];
  likes: number;
  saves: number;
  comments: number;
  comments_off: boolean;
}

export interface VideoPage extends Page {
  videos: Video[];
}

export interface ProductCard {
  id: string;
  slug: string;
  title: string;
  shop: ShopName;
  image_url: string | null;
  variants: { id: string; title: string; price: Money; available: boolean; compare_at?: Money | null }[];
}

export interface Variant {
  id: string;
  title: string;
  sku: string | null;
  options: Record<string, string>;
  price: Money;
  /** What it cost before, when it costs less now. */
  compare_at?: Money | null;
  available: boolean;
  left: number | null;
  /** The picture of this very colour, where there is one. */
  image_url?: string | null;
}

export interface Product {
  id: string;
  slug: string;
  title: string;
  description: string | null;
  brand: string | null;
  shop: ShopName & { country: string };
  images: { url: string; width: number; height: number }[];
  options: { name: string; values: string[] }[];
  variants: Variant[];
  return_days: number;
  is_return_business_days?: boolean;
  aisle?: { slug: string; name: string };
  min_age?: number | null;
}

export interface Address {
  name: string;
  line1: string;
  line2?: string | null;
  city: string;
  region: string;
  postal_code: string;
  country: string;
}

export interface Payment {
  method: 'sandbox_card' | 'sandbox_voucher';
  token: string;
}

export interface PricedLine {
  variant_id: string;
  product_id: string;
  title: string;
  variant_title: string;
  image_url: string | null;
  quantity: number;
  unit: Money;
  total: Money;
}

export interface Totals {
  subtotal: Money;
  shipping: Money;
  tax: Money;
  total: Money;
  /** The prices contain the tax already; it is shown, not added. */
  is_tax_included?: boolean;
}

export interface Quote extends Totals {
  currency: string;
  orders: { shop: ShopName; lines: PricedLine[]; subtotal: Money; shipping: Money; tax: Money }[];
  is_tax_estimate: boolean;
}

/** Without a price where the product is not sold in the viewer's country. */
export interface CartLine extends Omit<PricedLine, 'unit' | 'total'> {
  unit: Money | null;
  total: Money | null;
  available: boolean;
  touch_id: string | null;
  shop: ShopName;
  /** What it cost when the shopper last looked, when that has changed. */
  was: Money | null;
  left: number;
}

export interface Cart {
  id: string;
  state?: string;
  lines: CartLine[];
  address: Address | null;
  shipping: { shop_id: string; rate_id: string | null; choices: { id: string; name: string; price: Money }[] }[];
  quote: Quote | null;
}

export type OrderStatus =
  | 'payment_pending'
  | 'requires_action'
  | 'awaiting_payment'
  | 'payment_failed'
  | 'on_hold'
  | 'to_ship'
  | 'shipped'
  | 'delivered'
  | 'completed'
  | 'cancelled'
  | 'partly_refunded'
  | 'refunded'
  | 'disputed'
  | 'expired';

export interface OrderLine extends PricedLine {
  id: string;
  refunded_quantity: number;
}

export interface Order extends Totals {
  id: string;
  number: string;
  status: OrderStatus;
  placed_at: string;
  shop: ShopName;
  refunded: Money | null;
  lines: OrderLine[];
  address: Address | null;
  payment: { method: string; status: string; last4?: string | null } | null;
  voucher?: { reference: string; expires_at: string } | null;
  action_url?: string | null;
  hold_until: string | null;
  cancellable: boolean;
  shipped_at: string | null;
  delivered_at: string | null;
  tracking: { carrier: string | null; number: string | null; url: string | null } | null;
  order_token?: string | null;
  /** What the shopper asks for and waits to be answered: cancel, return, return_approved. */
  request?: string | null;
  history?: { state: string; source: string; at: string }[];
}

export interface CartPayment {
  payment_id: string;
  status: OrderStatus;
  total: Money;
  orders: Order[];
  order_token: string | null;
}

export interface Balance {
  currency: string;
  pending: number;
  payable: number;
  paid: number;
}

export interface WalletLine {
  commission_id: string;
  order_id: string;
  amount: Money;
  state: string;
  payable_on: string | null;
  product_title: string;
  at: string;
}

export interface Wallet {
  balances: Balance[];
  lines: WalletLine[];
}

export interface ShopWallet {
  balances: Balance[];
  lines: { order_id: string; amount: Money; state: string; payable_on: string | null; at: string }[];
}

export interface Why {
  commission_id: string;
  order_id: string;
  state: string;
  amount: Money;
  base: Money;
  rate_bps: number;
  rate_source: string;
  arithmetic: string;
  winner: { touch_id: string; creator: { id: string; handle: string }; at: string; surface: string; video_id: string | null } | null;
  losers: { touch_id: string; creator: { id: string; handle: string }; at: string; reason: string }[];
  payable_on: string | null;
  states: { state: string; at: string; source?: string | null }[];
  may_change: string[];
  text: string;
}
