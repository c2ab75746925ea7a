const SLOT = 'vitrina.searches';
const KEPT_MAX = 8;

/** What was searched for on this phone, the latest first. It never leaves the phone. */
export function recentSearches(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(SLOT) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string').slice(0, KEPT_MAX) : [];
  } catch {
    return [];
  }
}

function keep(searches: string[]): void {
  try {
    localStorage.setItem(SLOT, JSON.stringify(searches.slice(0, KEPT_MAX)));
  } catch {
    // A refused storage only means that nothing is remembered.
  }
}

export function rememberSearch(words: string): void {
  const plain = words.trim();
  if (!plain) return;
  keep([plain, ...recentSearches().filter((one) => one.toLowerCase() !== plain.toLowerCase())]);
}

/** Forgets one search, or all of them. */
export function forgetSearch(words?: string): void {
  keep(words === undefined ? [] : recentSearches().filter((one) => one !== words));
}
