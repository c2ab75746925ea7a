import en from './en.json';
import es from './es.json';
import { locale } from './money';
import { settings } from './settings.svelte';

export type Word = keyof typeof en;
type Parameters = Record<string, string | number>;
type PluralStem = Word extends infer W ? (W extends `${infer S}.one` ? S : never) : never;

const WORDS: Record<string, Record<string, string>> = { en, es };

function fill(text: string, parameters?: Parameters): string {
  if (!parameters) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = parameters[name] ?? whole;
    return typeof value === 'number' ? value.toLocaleString(locale()) : value;
  });
}

/** The text of a key in the viewer's language; `{name}` is replaced by the parameter of that name. */
export function t(key: Word, parameters?: Parameters): string {
  return fill(WORDS[settings.language]?.[key] ?? en[key], parameters);
}

/** The text of `stem.one` or `stem.other`, with `{n}` filled. */
export function plural(stem: PluralStem, n: number, parameters?: Parameters): string {
  const form = new Intl.PluralRules(settings.language).select(n) === 'one' ? 'one' : 'other';
  return t(`${stem}.${form}` as Word, { n, ...parameters });
}

/** The text of a key that is made from a server's word, or null when this client does not know it. */
export function known(key: string, parameters?: Parameters): string | null {
  return key in en ? t(key as Word, parameters) : null;
}
