import type { Attachment } from 'svelte/attachments';

const FAR_PX = 110;
const FAST_PX_PER_MS = 0.6;

/**
 * Lets a sheet be pulled down: by its header with any pointer, by its content with a finger when that is scrolled to
 * the top. Follows the finger by transform only, and calls `dismiss` when it was far or fast enough.
 */
export function dragToDismiss(dismiss: () => void): Attachment<HTMLElement> {
  return (sheet) => {
    let startY = 0;
    let startAt = 0;
    let moved = 0;
    let mode: 'idle' | 'header' | 'content' = 'idle';

    const isWide = () => matchMedia('(min-width: 1024px)').matches;
    const begin = (y: number, next: typeof mode) => {
      startY = y;
      startAt = performance.now();
      moved = 0;
      mode = next;
    };
    const follow = (y: number) => {
      moved = Math.max(0, y - startY);
      sheet.style.animation = 'none';
      sheet.style.transform = moved ? `translateY(${moved}px)` : '';
    };
    const end = () => {
      if (mode === 'idle') return;
      mode = 'idle';
      const speed = moved / Math.max(1, performance.now() - startAt);
      const goes = moved > FAR_PX || (moved > 24 && speed > FAST_PX_PER_MS);
      sheet.style.transform = '';
      if (goes) dismiss();
    };

    const down = (event: PointerEvent) => {
      const target = event.target as Element;
      if (isWide() || target.closest('button') || !target.closest('[data-drag]')) return;
      begin(event.clientY, 'header');
      sheet.setPointerCapture(event.pointerId);
    };
    const move = (event: PointerEvent) => {
      if (mode === 'header') follow(event.clientY);
    };
    const touchStart = (event: TouchEvent) => {
      const scroller = (event.target as Element).closest<HTMLElement>('[data-scroll]');
      const isSideways = (event.target as Element).closest('[data-sideways], input, select, textarea');
      const touch = event.touches[0];
      if (isWide() || isSideways || !scroller || scroller.scrollTop > 0 || !touch) return;
      begin(touch.clientY, 'content');
    };
    const touchMove = (event: TouchEvent) => {
      const touch = event.touches[0];
      if (mode !== 'content' || !touch) return;
      const delta = touch.clientY - startY;
      if (delta < 0 && moved === 0) {
        mode = 'idle';
        return;
      }
      if (event.cancelable) event.preventDefault();
      follow(touch.clientY);
    };

    sheet.addEventListener('pointerdown', down);
    sheet.addEventListener('pointermove', move);
    sheet.addEventListener('pointerup', end);
    sheet.addEventListener('pointercancel', end);
    sheet.addEventListener('touchstart', touchStart, { passive: true });
    sheet.addEventListener('touchmove', touchMove, { passive: false });
    sheet.addEventListener('touchend', end);
    return () => {
      sheet.removeEventListener('pointerdown', down);
      sheet.removeEventListener('pointermove', move);
      sheet.removeEventListener('pointerup', end);
      sheet.removeEventListener('pointercancel', end);
      sheet.removeEventListener('touchstart', touchStart);
      sheet.removeEventListener('touchmove', touchMove);
      sheet.removeEventListener('touchend', end);
    };
  };
}
