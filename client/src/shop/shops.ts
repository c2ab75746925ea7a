/** The currency of each country's market. */
export const CURRENCIES: Record<string, string> = { US: 'USD', MX: 'MXN', AR: 'ARS', BR: 'BRL', CL: 'CLP', CO: 'COP', ES: 'EUR' };

/** An address for a shop out of what was typed: "Luz & Clay" → "luz-clay". */
export function slugOf(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 40);
}
