import { get } from '../api';

const LOOK_AGAIN_MS = 60_000;
let count = $state(0);

/** How many notices the account has not read: what the bell shows. */
export const unread = {
  get count(): number {
    return count;
  },
  set count(next: number) {
    count = Math.max(0, next);
  },
  /** "7", or "99+" when there are more than fit. */
  get text(): string {
    return count > 99 ? '99+' : String(count);
  },
  async refresh(): Promise<void> {
    count = (await get<{ unread: number }>('/v1/notices/unread')).unread;
  },
};

/** Asks now, each minute and whenever the app is looked at again, until the returned function is called. */
export function watchUnread(): () => void {
  const look = (): void => {
    if (document.visibilityState === 'visible') void unread.refresh().catch(() => undefined);
  };
  look();
  const timer = setInterval(look, LOOK_AGAIN_MS);
  document.addEventListener('visibilitychange', look);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
    count = 0;
  };
}
