import type { Address, Payment } from '../api';
import { settings } from '../i18n';
import { session } from '../people/session.svelte';
import { COUNTRY_DEFAULT, isPostalCode } from './regions';

export type AddressField = 'name' | 'line1' | 'city' | 'region' | 'postal_code';
export type FormField = AddressField | 'email';
export type CardOutcome = 'tok_ok' | 'tok_declined' | 'tok_3ds' | 'tok_timeout';

interface Remembered {
  address?: Address;
  email?: string;
  method?: Payment['method'];
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function empty(): Required<Address> & { line2: string } {
  return { name: '', line1: '', line2: '', city: '', region: '', postal_code: '', country: settings.country ?? COUNTRY_DEFAULT };
}

/** Where to, who, and how to pay: filled in once and remembered on this device, per account or guest. */
export class Buyer {
  address = $state(empty());
  email = $state('');
  method = $state<Payment['method']>('sandbox_card');
  card = $state<CardOutcome>('tok_ok');
  isEditing = $state(true);
  #owner = '';

  /** Reads what this device remembers for an account, or for a guest. */
  load(accountId: string | undefined): void {
    const owner = accountId ?? 'guest';
    if (owner === this.#owner) return;
    this.#owner = owner;
    let found: Remembered = {};
    try {
      found = JSON.parse(localStorage.getItem(`vitrina.buyer.${owner}`) ?? '{}') as Remembered;
    } catch {
      found = {};
    }
    this.address = { ...empty(), name: session.account?.name ?? '', ...found.address, line2: found.address?.line2 ?? '' };
    this.email = found.email ?? '';
    this.method = found.method ?? 'sandbox_card';
    this.isEditing = this.missing().length > 0;
  }

  remember(): void {
    const kept: Remembered = { address: this.address, email: this.email, method: this.method };
    try {
      localStorage.setItem(`vitrina.buyer.${this.#owner}`, JSON.stringify(kept));
    } catch {
      // Then it is typed again next time.
    }
  }

  get isGuest(): boolean {
    return session.account === null;
  }

  /** The fields that still keep the order from being placed. */
  missing(): FormField[] {
    const missing: FormField[] = [];
    if (this.isGuest && !EMAIL.test(this.email.trim())) missing.push('email');
    for (const field of ['name', 'line1', 'city', 'region'] as const) if (!this.address[field].trim()) missing.push(field);
    if (!isPostalCode(this.address.country, this.address.postal_code)) missing.push('postal_code');
    return missing;
  }

  /** The address to send, or null while it is not complete. */
  get sent(): Address | null {
    if (this.missing().some((field) => field !== 'email')) return null;
    const { line2, ...rest } = this.address;
    const trimmed = Object.fromEntries(Object.entries(rest).map(([name, text]) => [name, String(text).trim()])) as unknown as Address;
    return line2?.trim() ? { ...trimmed, line2: line2.trim() } : trimmed;
  }

  get payment(): Payment {
    return this.method === 'sandbox_card' ? { method: 'sandbox_card', token: this.card } : { method: 'sandbox_voucher', token: 'tok_ok' };
  }
}

export const buyer = new Buyer();
