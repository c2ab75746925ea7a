import { go, ownPath } from '../router';
import { keepDevice } from './push';
import { unread } from './unread.svelte';

/** Hears what the service worker says to the open page: something was pushed, a notification was tapped. */
function hear(event: MessageEvent<{ kind?: string; path?: string }>): void {
  if (event.data?.kind === 'pushed') void unread.refresh().catch(() => undefined);
  if (event.data?.kind === 'go') go(ownPath(event.data.path ?? null, '/notices'));
}

/** For whoever has just logged in: this device is theirs, and speaks to this page. Again is the same. */
export async function startDevice(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', hear);
  navigator.serviceWorker.startMessages();
  await keepDevice();
}
