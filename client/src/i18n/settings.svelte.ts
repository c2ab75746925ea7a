/** The viewer's language and, for guests, their country: account → this device → browser. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

const isLanguage = (text: unknown): text is Language => LANGUAGES.includes(text as Language);

function remembered(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function remember(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A refused storage only means that the choice lasts until the page is closed.
  }
}

export const settings = $state<{ language: Language; country: string | null }>({ language: 'en', country: null });

// A viewer reads one language: the other one's texts are fetched when somebody changes.
const LOAD: Record<Language, () => Promise<{ default: Record<string, string> }>> = { en: () => import('./en.json'), es: () => import('./es.json') };
const loaded: Partial<Record<Language, Record<string, string>>> = {};

async function load(next: Language): Promise<void> {
  loaded[next] ??= (await LOAD[next]()).default;
}

/** The texts of a language that is the viewer's, or was. */
export const texts = (of: Language): Record<string, string> => loaded[of] ?? {};

export const language = (): Language => settings.language;

/** Chooses the first language: this device's choice, else the server's guess, else the browser's; its texts are there afterwards. */
export async function startLanguage(fromServer: unknown): Promise<void> {
  const browser = navigator.languages?.map((tag) => tag.slice(0, 2)).find(isLanguage);
  const chosen = remembered('vitrina.language');
  settings.language = isLanguage(chosen) ? chosen : isLanguage(fromServer) ? fromServer : (browser ?? 'en');
  settings.country = remembered('vitrina.country');
  document.documentElement.lang = settings.language;
  await load(settings.language);
}

export async function setLanguage(next: string): Promise<void> {
  if (!isLanguage(next)) return;
  await load(next);
  settings.language = next;
  remember('vitrina.language', next);
  document.documentElement.lang = next;
}

export function setCountry(next: string): void {
  settings.country = next;
  remember('vitrina.country', next);
}
