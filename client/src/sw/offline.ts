/** What the app keeps for a phone without network: its own files, and the last feed that was seen. */
import type { WorkerScope } from './push';

interface Fetched extends Event {
  request: Request;
  preloadResponse: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
  waitUntil(work: Promise<unknown>): void;
}

const FILES = 'vitrina-files';
const PAGES = 'vitrina-pages';
const HOME = '/';
const FILES_MAX = 160;
const PAGE_WAIT_MS = 6_000;

/** A file whose name changes with its content: what is kept stays right for ever. */
const isLasting = (path: string) => path.startsWith('/assets/') || path.startsWith('/icons/');

async function file(request: Request): Promise<Response> {
  const cache = await caches.open(FILES);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await keep(cache, request, answer.clone());
  return answer;
}

async function keep(cache: Cache, request: Request | string, answer: Response): Promise<void> {
  await cache.put(request, answer);
  const kept = await cache.keys();
  // The oldest go first: they belong to versions that nobody loads any more.
  await Promise.all(kept.slice(0, Math.max(0, kept.length - FILES_MAX)).map((one) => cache.delete(one)));
}

async function page(event: Fetched): Promise<Response> {
  try {
    const asked = event.preloadResponse.then((answer) => answer ?? fetch(event.request));
    const late = new Promise<never>((_, fail) => setTimeout(() => fail(new Error('late')), PAGE_WAIT_MS));
    const answer = await Promise.race([asked, late]);
    if (answer.ok && new URL(event.request.url).pathname === HOME) {
      const copy = answer.clone();
      event.waitUntil(caches.open(PAGES).then((cache) => cache.put(HOME, copy)));
    }
    return answer;
  } catch (lost) {
    // The page of the last feed is the app for every address: the client looks at the address itself.
    const kept = await (await caches.open(PAGES)).match(HOME, { ignoreVary: true });
    if (kept) return kept;
    throw lost;
  }
}

/** Keeps what the page has loaded already, before this worker listened; `posters` are those of the feed on screen. */
async function keepAll(paths: string[]): Promise<void> {
  const cache = await caches.open(FILES);
  for (const path of paths) {
    if (!(await cache.match(path, { ignoreVary: true }))) {
      const answer = await fetch(path).catch(() => null);
      if (answer?.ok) await keep(cache, path, answer);
    }
  }
}

/** Serves the app's files from the phone, pages from the network and without it from the last feed. */
export function workOffline(scope: WorkerScope): void {
  scope.addEventListener('install', (event: Fetched) => event.waitUntil(scope.skipWaiting()));
  scope.addEventListener('activate', (event: Fetched) => {
    event.waitUntil(Promise.all([scope.clients.claim(), scope.registration.navigationPreload?.enable()]));
  });
  scope.addEventListener('message', (event: MessageEvent<{ kind?: string; paths?: string[] }> & Fetched) => {
    if (event.data?.kind === 'keep' && event.data.paths) event.waitUntil(keepAll(event.data.paths));
  });
  scope.addEventListener('fetch', (event: Fetched) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== 'GET' || url.origin !== location.origin) return;
    if (request.mode === 'navigate') event.respondWith(page(event));
    else if (isLasting(url.pathname)) event.respondWith(file(request));
    else if (request.destination === 'image' && url.pathname.startsWith('/media/')) event.respondWith(picture(request));
  });
}

// Pictures go through the browser's own cache; only without network the ones of the last feed come from here.
async function picture(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (lost) {
    const kept = await (await caches.open(FILES)).match(request, { ignoreVary: true });
    if (kept) return kept;
    throw lost;
  }
}
