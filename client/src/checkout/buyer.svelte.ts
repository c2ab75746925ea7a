import type { Address, Payment } from '../api';
import { settings } from '../i18n';
import { session } from '../people/session.svelte';
import { addresses, missingFields, trimmed, type FormField, type WrittenAddress } from './addresses.svelte';
import { COUNTRY_DEFAULT } from './regions';

export type { AddressField, FormField } from './addresses.svelte';
export type CardOutcome = 'tok_ok' | 'tok_declined' | 'tok_3ds' | 'tok_timeout';

interface Remembered {
  address?: Address;
  email?: string;
  method?: Payment['method'];
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function empty(): WrittenAddress {
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
    if (accountId) void this.#loadSaved(accountId);
  }

  /** On a device that knows no address of the account, the one that the account prefers is filled in. */
  async #loadSaved(accountId: string): Promise<void> {
    const found = await addresses.load(accountId).catch(() => []);
    const first = found[0];
    if (this.#owner === accountId && first && missingFields(this.address).length) this.choose(first.address);
  }

  /** Send it to one of the account's addresses. */
  choose(address: Address): void {
    this.address = { ...empty(), ...address, line2: address.line2 ?? '' };
    this.isEditing = false;
  }

  remember(): void {
    const kept: Remembered = { address: this.address, email: this.email, method: this.method };
    try {
      localStorage.setItem(`vitrina.buyer.${this.#owner}`, JSON.stringify(kept));
    } catch {
      // Then it is typed again next time.
    }
    const address = this.sent;
    if (session.account && address) void addresses.save(address, false).catch(() => undefined);
  }

  get isGuest(): boolean {
    return session.account === null;
  }

  /** The fields that still keep the order from being placed. */
  missing(): FormField[] {
    const missing: FormField[] = [];
    if (this.isGuest && !EMAIL.test(this.email.trim())) missing.push('email');
    return [...missing, ...missingFields(this.address)];
  }

  /** The address to send, or null while it is not complete. */
  get sent(): Address | null {
    return missingFields(this.address).length ? null : trimmed(this.address);
  }

  get payment(): Payment {
    return this.method === 'sandbox_card' ? { method: 'sandbox_card', token: this.card } : { method: 'sandbox_voucher', token: 'tok_ok' };
  }
}

export const buyer = new Buyer();
