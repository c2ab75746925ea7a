/** What the service worker does with pushes. Types of a worker's scope, as far as it is used here. */
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Pushed extends Extendable {
  data: { json(): unknown } | null;
}
interface Clicked extends Extendable {
  notification: Notification;
}
interface Tab {
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}
export interface WorkerScope {
  addEventListener(type: string, hear: (event: never) => void): void;
  registration: ServiceWorkerRegistration;
  clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<Tab[]>;
    openWindow(path: string): Promise<unknown>;
  };
}

/** As the server's `PushBody`; a later push with the same tag replaces an earlier one. */
interface PushBody {
  title: string;
  text: string;
  path: string;
  tag: string;
  language: string;
}

const tabsOf = (scope: WorkerScope) => scope.clients.matchAll({ type: 'window', includeUncontrolled: true });

async function show(scope: WorkerScope, said: PushBody): Promise<void> {
  await scope.registration.showNotification(said.title, {
    body: said.text,
    tag: said.tag,
    lang: said.language,
    icon: '/icons/vitrina-192.png',
    data: { path: said.path },
  });
  for (const tab of await tabsOf(scope)) tab.postMessage({ kind: 'pushed' });
}

async function open(scope: WorkerScope, path: string): Promise<void> {
  const [tab] = await tabsOf(scope);
  if (!tab) return void (await scope.clients.openWindow(path));
  tab.postMessage({ kind: 'go', path });
  await tab.focus().catch(() => undefined); // not every browser lets a page come to the front
}

/** Shows what is pushed, and leads to what it is about when it is tapped. */
export function hearPushes(scope: WorkerScope): void {
  scope.addEventListener('push', (event: Pushed) => {
    if (event.data) event.waitUntil(show(scope, event.data.json() as PushBody));
  });
  scope.addEventListener('notificationclick', (event: Clicked) => {
    event.notification.close();
    const { path } = event.notification.data as { path: string };
    event.waitUntil(open(scope, path));
  });
}
