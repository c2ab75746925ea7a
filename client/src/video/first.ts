/** Atomic moves keep a playing video playing; browsers that lack them stop it for a moment. */
type Mover = HTMLElement & { moveBefore?: (node: Node, before: Node | null) => void };

function box(): HTMLElement | null {
  return document.getElementById('first');
}

/** Whether the page plays this file from its HTML, and no player has it yet. */
export function isFirst(source: string | null): boolean {
  return source !== null && box()?.querySelector('video')?.getAttribute('src') === source;
}

/** Puts the video that the page began to play from its HTML into `host`, if it is that one; whatever happens, its place is gone. */
export function takeFirst(host: Mover, source: string | null): HTMLVideoElement | null {
  const place = box();
  const video = place?.querySelector('video');
  if (!place || !video) return null;
  const isSame = source !== null && video.getAttribute('src') === source;
  if (isSame) {
    if (host.moveBefore) host.moveBefore(video, null);
    else host.append(video);
  }
  // Its poster stays until the player's own is drawn.
  requestAnimationFrame(() => requestAnimationFrame(() => place.remove()));
  return isSame ? video : null;
}

/** For pages without a stage. */
export function dropFirst(): void {
  box()?.remove();
}
