// What the page notes about itself for phone.py: frames of the active video, taps, when a part was drawn, shifts, long tasks.
(() => {
  const seen = window.phone = {
    firstFrame: null, frames: [], touched: null, clicked: null, taps: 0, shown: {}, shifts: 0, long: [], slow: {},
  };
  const active = () => document.querySelector('[data-testid="feed-video"][data-active="true"]');
  const watched = new WeakSet();
  function follow(video) {
    if (watched.has(video)) return;
    watched.add(video);
    video.requestVideoFrameCallback(function frame(now, meta) {
      video.requestVideoFrameCallback(frame);
      if (video !== active()) return;
      seen.firstFrame ??= meta.expectedDisplayTime;
      seen.frames.push([meta.expectedDisplayTime, video.getAttribute('aria-label')]);
      if (seen.frames.length > 600) seen.frames.splice(0, 300);
    });
  }
  new MutationObserver(() => {
    document.querySelectorAll('[data-testid="feed-video"]').forEach(follow);
    for (const name of ['product-sheet', 'pay-button', 'bought']) {
      if (name in seen.shown) continue;
      const part = document.querySelector(`[data-testid="${name}"]`);
      if (!part) continue;
      seen.shown[name] = null;
      // Two turns: the first draws it, the second knows that it was drawn.
      requestAnimationFrame(() => requestAnimationFrame((at) => { seen.shown[name] = at; }));
    }
  }).observe(document, { childList: true, subtree: true });
  addEventListener('touchend', (event) => { seen.touched = event.timeStamp; }, true);
  addEventListener('click', (event) => { seen.clicked = event.timeStamp; seen.taps += 1; }, true);
  const observe = (type, each, options) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true, ...options });
  observe('layout-shift', (entry) => { if (!entry.hadRecentInput) seen.shifts += entry.value; });
  observe('longtask', (entry) => seen.long.push([entry.startTime, entry.duration]));
  const slowest = ({ interactionId: one, duration }) => { if (one) seen.slow[one] = Math.max(seen.slow[one] ?? 0, duration); };
  observe('event', slowest, { durationThreshold: 16 });
})()
