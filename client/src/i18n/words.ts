import type english from './en.json';
import { locale } from './money';
import { settings, texts } from './settings.svelte';

export type Word = keyof typeof english;
type Parameters = Record<string, string | number>;
type PluralStem = Word extends infer W ? (W extends `${infer S}.one` ? S : never) : never;

function fill(text: string, parameters?: Parameters): string {
  if (!parameters) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = parameters[name] ?? whole;
    return typeof value === 'number' ? value.toLocaleString(locale()) : value;
  });
}

/** The text of a key in the viewer's language; `{name}` is replaced by the parameter of that name. */
export function t(key: Word, parameters?: Parameters): string {
  return fill(texts(settings.language)[key] ?? key, parameters);
}

/** The text of `stem.one` or `stem.other`, with `{n}` filled. */
export function plural(stem: PluralStem, n: number, parameters?: Parameters): string {
  const form = new Intl.PluralRules(settings.language).select(n) === 'one' ? 'one' : 'other';
  return t(`${stem}.${form}` as Word, { n, ...parameters });
}

/** The text of a key that is made from a server's word, or null when this client does not know it. */
export function known(key: string, parameters?: Parameters): string | null {
  return key in texts(settings.language) ? t(key as Word, parameters) : null;
}
