import { settings } from '../i18n';

const formats = new Map<string, Intl.NumberFormat>();

/** A count as it fits under a button: 940, 1.2K, 3M; "1.2 k" in Spanish. */
export function countText(count: number): string {
  let format = formats.get(settings.language);
  if (!format) {
    format = new Intl.NumberFormat(settings.language, { notation: 'compact', maximumFractionDigits: 1 });
    formats.set(settings.language, format);
  }
  return format.format(count);
}
