import type { Attachment } from 'svelte/attachments';

const FAR_PX = 80;

/** Calls `act` when a finger is swept clearly to the left. */
export function swipeLeft(act: () => void): Attachment<HTMLElement> {
  return (element) => {
    let startX = 0;
    let startY = 0;
    let isWatching = false;
    const start = (event: TouchEvent) => {
      const touch = event.touches[0];
      isWatching = Boolean(touch) && !(event.target as Element).closest('[data-sideways]');
      startX = touch?.clientX ?? 0;
      startY = touch?.clientY ?? 0;
    };
    const end = (event: TouchEvent) => {
      const touch = event.changedTouches[0];
      if (!isWatching || !touch) return;
      const across = startX - touch.clientX;
      if (across > FAR_PX && Math.abs(touch.clientY - startY) < across / 2) act();
    };
    element.addEventListener('touchstart', start, { passive: true });
    element.addEventListener('touchend', end);
    return () => {
      element.removeEventListener('touchstart', start);
      element.removeEventListener('touchend', end);
    };
  };
}
