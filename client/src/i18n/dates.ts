import { settings } from './settings.svelte';

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86400],
  ['month', 30 * 86400],
  ['week', 7 * 86400],
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
];

/** "3 hours ago", "in 2 days". */
export function relativeText(at: string, nowMs = Date.now()): string {
  const seconds = (new Date(at).getTime() - nowMs) / 1000;
  const format = new Intl.RelativeTimeFormat(settings.language, { numeric: 'auto' });
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return format.format(Math.round(seconds / length), unit);
  }
  return format.format(Math.round(seconds / 60), 'minute');
}

/** "12 Mar 2026, 14:05". */
export function dateText(at: string): string {
  return new Intl.DateTimeFormat(settings.language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
}

/** "12 March 2026": a day as the server means it (a bare date has no zone). */
export function dayText(at: string): string {
  const bare = /^\d{4}-\d{2}-\d{2}$/.test(at);
  return new Intl.DateTimeFormat(settings.language, { dateStyle: 'long', timeZone: bare ? 'UTC' : undefined }).format(new Date(at));
}

/** "Fri, May 8 – Wed, May 13", or one day: bare dates, as the server means them. */
export function weekdaysText(first: string, last: string): string {
  const format = new Intl.DateTimeFormat(settings.language, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
  return first === last ? format.format(new Date(first)) : format.formatRange(new Date(first), new Date(last));
}

/** "7–13 May": from one bare date to another, without their year. */
export function daysText(from: string, to: string): string {
  const format = new Intl.DateTimeFormat(settings.language, { day: 'numeric', month: 'long', timeZone: 'UTC' });
  return format.formatRange(new Date(from), new Date(to));
}

/** Minutes and seconds left, "59:07". */
export function clockText(leftMs: number): string {
  const seconds = Math.max(0, Math.floor(leftMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
