import { amountText, decimals } from '../i18n';
import type { Money } from '../api';

/** What a person typed ("1,234.50", "12,9") in minor units; null when it is no amount of this currency. */
export function minorOf(text: string, currency: string): number | null {
  const digits = decimals(currency);
  const plain = text.replace(/[\s$€]/g, '');
  const match = /^(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}))?$/.exec(plain);
  if (!match) return null;
  const whole = match[1]!.replace(/[.,]/g, '');
  const rest = match[2] ?? '';
  if (rest.length > digits) return null;
  const minor = Number(whole + rest.padEnd(digits, '0'));
  return Number.isSafeInteger(minor) && minor > 0 ? minor : null;
}

/** An amount as it stands in a field. */
export const typed = (money: Money | null | undefined): string => (money ? amountText(money) : '');
