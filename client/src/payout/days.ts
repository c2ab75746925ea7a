import type { Money, WalletLine } from '../api';
import { language } from '../i18n';

const DAYS = 14;

/** Earnings of the last two weeks in one currency, a sum for each day of the viewer's calendar. */
export function earningsByDay(lines: WalletLine[], currency: string, today: Date): { day: string; name: string; money: Money }[] {
  const format = new Intl.DateTimeFormat(language(), { day: 'numeric', month: 'short' });
  const keyOf = (date: Date) => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
  const sums = new Map<string, number>();
  for (const line of lines) {
    if (line.amount.currency !== currency || line.state === 'void') continue;
    const key = keyOf(new Date(line.at));
    sums.set(key, (sums.get(key) ?? 0) + line.amount.minor);
  }
  return Array.from({ length: DAYS }, (_, index) => {
    const date = new Date(today.getFullYear(), today.getMonth(), today.getDate() - (DAYS - 1 - index));
    return { day: keyOf(date), name: format.format(date), money: { minor: sums.get(keyOf(date)) ?? 0, currency } };
  });
}
