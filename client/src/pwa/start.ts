/** After the first picture: the service worker, and what it is to keep for a phone without network. */
import { homeFeed } from '../feed/feed.svelte';

const POSTERS_KEPT = 6;

function loadedFiles(): string[] {
  const scripts = performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname);
  return [...new Set(scripts)].filter((path) => path.startsWith('/assets/') || path.startsWith('/icons/'));
}

export async function startWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || !window.isSecureContext) return;
  await navigator.serviceWorker.register('/sw.js');
  const { active } = await navigator.serviceWorker.ready;
  const posters = homeFeed().videos.slice(0, POSTERS_KEPT).map((video) => video.poster_url);
  active?.postMessage({ kind: 'keep', paths: [...loadedFiles(), ...posters] });
}
