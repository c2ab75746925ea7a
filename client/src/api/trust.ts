import type { Money, Order } from '../api';

/** Reports, the moderators' queue, standing, and what the operator reads. */
export type TargetKind = 'video' | 'comment' | 'product' | 'shop' | 'account';
export type Effect = 'warning' | 'takedown' | 'suspension';

export interface Reason {
  code: string;
  text: string;
}

export interface JudgedThing {
  id: string;
  title: string;
  text: string;
  path: string;
  picture_url: string | null;
  video_url: string | null;
  taken_down: boolean;
}

export interface Case {
  id: string;
  kind: TargetKind;
  state: 'open' | 'dismissed' | 'acted';
  severity: 1 | 2 | 3;
  reports: number;
  copyright: boolean;
  opened_at: string;
  reasons: (Reason & { count: number })[];
  target: JudgedThing | null;
}

export interface Sanction {
  id: string;
  effect: Effect;
  kind: TargetKind;
  target_id: string;
  target_title: string;
  rule: Reason;
  reason: string;
  evidence: string;
  made_at: string;
  ends_at: string | null;
  standing: boolean;
  lifted_at: string | null;
  lifted_why: 'ended' | 'appeal' | 'unanswered' | 'staff' | null;
  appeal: string | null;
  appealed_at: string | null;
  answer_due: string | null;
  answer: string | null;
  answered_at: string | null;
}

export interface CopyrightNotice {
  id: string;
  name: string;
  organisation: string;
  address: string;
  email: string;
  phone: string;
  work: string;
  signature: string;
  at: string;
  counter_name: string | null;
  counter_address: string | null;
  counter_text: string | null;
  counter_signature: string | null;
  counter_at: string | null;
}

export interface FullCase {
  case: Case;
  owner: { id: string; name: string; handle: string | null; since: string; suspended: boolean; roles: string[] } | null;
  reports: { reason: string; text: string; guest: boolean; at: string }[];
  notices: CopyrightNotice[];
  sanctions: Sanction[];
  history: Sanction[];
}

export interface StaffLook {
  at: string;
  ends_at: string;
  by: string;
  why: string;
}

export interface Standing {
  sanctions: Sanction[];
  views: StaffLook[];
  notices: { id: string; name: string; organisation: string; work: string; at: string; countered: boolean }[];
}

export interface Health {
  vitals: {
    at: string;
    events_waiting: number;
    relay_lag_s: number;
    jobs_queued: number;
    jobs_running: number;
    dead_letters: { name: string; count: number; since: string }[];
    roles: Record<string, number>;
    database_bytes: number;
    disk_free_bytes: number;
    disk_bytes: number;
  };
  mails_failed: number;
  mails_waiting: number;
}

export interface Fee {
  version: number;
  platform_bps: number;
  house_bps: number;
  starts_at: string;
  by: string | null;
  why: string | null;
}

export interface Market {
  code: string;
  name_en: string;
  name_es: string;
  currency: string;
  zone: string;
  is_tax_included: boolean;
  return_days: number;
  is_return_business_days: boolean;
  shipping_minor: number;
  free_shipping_from_minor: number | null;
  payout_minimum_minor: number;
  is_served: boolean;
  taxes: Record<string, number>;
}

export interface Audited {
  id: number;
  at: string;
  by: string;
  by_id: string;
  act: string;
  kind: string;
  subject: string;
  why: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

export interface FoundShop {
  id: string;
  slug: string;
  name: string;
  taken_down: boolean;
}

export interface FoundAccount {
  id: string;
  email: string;
  name: string;
  language: string;
  country: string | null;
  email_verified: boolean;
  since: string;
  suspended_until: string | null;
  handle: string | null;
  followers: number | null;
  roles: string[];
}

export interface SeenAccount {
  account: FoundAccount;
  shops: FoundShop[];
  orders: Order[];
  views: StaffLook[];
}

export interface HeldCommission {
  id: string;
  order_id: string;
  creator_id: string;
  creator: string;
  product: string;
  reason: string | null;
  amount: Money;
  at: string;
}

export interface Invitation {
  id: string;
  email: string;
  role: string;
  state: 'waiting' | 'used' | 'over';
  at: string;
  expires_at: string;
}
