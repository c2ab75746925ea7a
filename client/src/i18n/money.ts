import type { Money } from '../api';
import { settings } from './settings.svelte';

const formats = new Map<string, Intl.NumberFormat>();

/** Spanish amounts are written as in Mexico ("$24.90") unless the viewer's own country writes them otherwise. */
export function locale(): string {
  if (settings.language === 'en') return 'en-US';
  return settings.country && !['US', 'GB', 'BR'].includes(settings.country) ? `es-${settings.country}` : 'es-MX';
}

function format(currency: string): Intl.NumberFormat {
  const key = `${locale()}/${currency}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.NumberFormat(locale(), { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
    formats.set(key, found);
  }
  return found;
}

/** How many decimals the currency has (ISO 4217). */
export function decimals(currency: string): number {
  return format(currency).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Minor units as exact decimal text, "-12.05": no floating point on the way to the screen. */
export function amountText(money: Money): string {
  const digits = decimals(money.currency);
  const text = String(Math.abs(money.minor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return (money.minor < 0 ? '-' : '') + (digits ? `${whole}.${text.slice(-digits)}` : whole);
}

export function moneyText(money: Money): string {
  return format(money.currency).format(amountText(money) as `${number}`);
}
