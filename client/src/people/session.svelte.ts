import { get, patch, post, remove, type Account } from '../api';
import { setCountry, setLanguage, settings } from '../i18n';

const state = $state<{ account: Account | null; known: boolean }>({ account: null, known: false });

function take(account: Account | null): void {
  state.account = account;
  state.known = true;
  if (!account) return;
  setLanguage(account.language);
  if (account.country) settings.country = account.country;
}

/** Who is using the app: null for a guest; `known` is false until the server has said. */
export const session = {
  get account(): Account | null {
    return state.account;
  },
  get known(): boolean {
    return state.known;
  },
  async refresh(): Promise<void> {
    const answer = await get<{ account: Account | null }>('/v1/me');
    take(answer.account);
  },
  /** Without an answer the app goes on as for a guest. */
  assumeGuest(): void {
    state.known = true;
  },
  async logIn(email: string, password: string): Promise<void> {
    await post('/v1/sessions', { email, password }, { isRepeatable: true });
    await session.welcome();
  },
  /** After a log-in of any kind: who it is, and what they bought here as a guest becomes theirs. */
  async welcome(): Promise<void> {
    await session.refresh();
    await (await import('../checkout/keep')).keepGuestOrders().catch(() => undefined);
  },
  async logOut(): Promise<void> {
    // Whoever is logged in here next must not read what was meant for this account.
    if (globalThis.Notification?.permission === 'granted') await (await import('../notice/push')).turnOff().catch(() => undefined);
    await remove('/v1/sessions/current');
    state.account = null;
  },
  /** The account is gone. */
  forget(): void {
    state.account = null;
  },
  async change(wish: { name?: string; language?: string; country?: string }): Promise<void> {
    if (wish.language) setLanguage(wish.language);
    if (wish.country) setCountry(wish.country);
    if (!state.account) return;
    const answer = await patch<{ account: Account | null }>('/v1/me', wish);
    take(answer.account);
  },
};
