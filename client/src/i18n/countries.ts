import { settings } from './settings.svelte';

/** The name of an ISO 3166 country in the viewer's language. */
export function countryName(code: string): string {
  return new Intl.DisplayNames([settings.language], { type: 'region' }).of(code) ?? code;
}
