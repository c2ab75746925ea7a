import { call, get, put } from '../api';

/** What this device can do: `off` may become `on` when a person asks; `denied` only in the browser's own settings. */
export type PushState = 'unsupported' | 'denied' | 'off' | 'on';

const WORKER = '/sw.js';

export function isSupported(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

export async function pushState(): Promise<PushState> {
  if (!isSupported()) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  const subscription = await (await navigator.serviceWorker.getRegistration('/'))?.pushManager.getSubscription();
  return Notification.permission === 'granted' && subscription ? 'on' : 'off';
}

/** Asks for the permission (call it from a tap) and has this device pushed to. */
export async function turnOn(): Promise<PushState> {
  if (!isSupported()) return 'unsupported';
  if ((await Notification.requestPermission()) !== 'granted') return Notification.permission === 'denied' ? 'denied' : 'off';
  const subscription = await subscribe();
  await put('/v1/push_subscriptions', subscription.toJSON());
  return 'on';
}

export async function turnOff(): Promise<PushState> {
  const subscription = await (await navigator.serviceWorker.getRegistration('/'))?.pushManager.getSubscription();
  if (subscription) {
    await call('DELETE', '/v1/push_subscriptions', { query: { endpoint: subscription.endpoint } });
    await subscription.unsubscribe();
  }
  return 'off';
}

/** After a log-in: a device that is pushed to belongs to whoever is logged in on it. */
export async function keepDevice(): Promise<void> {
  if ((await pushState()) === 'on') await put('/v1/push_subscriptions', (await subscribe()).toJSON());
}

async function subscribe(): Promise<PushSubscription> {
  await navigator.serviceWorker.register(WORKER);
  const { pushManager } = await navigator.serviceWorker.ready;
  const { public_key: key } = await get<{ public_key: string }>('/v1/push_key');
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(key) };
  try {
    return await pushManager.subscribe(options);
  } catch (problem) {
    // Subscribed with the key of an earlier installation: that one cannot push here any more.
    const old = await pushManager.getSubscription();
    if (!old) throw problem;
    await old.unsubscribe();
    return pushManager.subscribe(options);
  }
}

function bytesOf(letters: string): Uint8Array<ArrayBuffer> {
  const plain = atob(letters.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
