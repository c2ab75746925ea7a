/** The address bar as state: a path, its parameters, its query. No library: some twenty routes do not need one. */
export const ROUTES = {
  feed: '/',
  video: '/v/:id',
  product: '/p/:slug',
  shop: '/s/:shop',
  creator: '/@:creator',
  orders: '/orders',
  find: '/orders/find',
  order: '/orders/:id',
  wallet: '/wallet',
  sell: '/sell/:shop',
  signup: '/signup',
  login: '/login',
  verify: '/verify',
  reset: '/reset',
  bag: '/bag',
  me: '/me',
  security: '/me/security',
  addresses: '/me/addresses',
  data: '/me/data',
  pair: '/pair',
  saved: '/me/saved',
  discover: '/discover',
  category: '/c/:category',
  hashtag: '/t/:tag',
  studio: '/studio',
  notices: '/notices',
  notice_settings: '/me/notices',
  unsubscribe: '/unsubscribe',
} as const;

export type RouteName = keyof typeof ROUTES | 'missing';

export interface Route {
  name: RouteName;
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
}

const PATTERNS = Object.entries(ROUTES).map(([name, pattern]) => ({
  name: name as RouteName,
  shape: new RegExp(`^${pattern.replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`),
}));

function parse(url: URL): Route {
  for (const { name, shape } of PATTERNS) {
    const match = shape.exec(url.pathname);
    if (!match) continue;
    const params = Object.fromEntries(Object.entries(match.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value ?? '')]));
    return { name, path: url.pathname, params, query: url.searchParams };
  }
  return { name: 'missing', path: url.pathname, params: {}, query: url.searchParams };
}

let current = $state.raw(parse(new URL(location.href)));

export const router = {
  get route(): Route {
    return current;
  },
};

function show(url: URL): void {
  const next = parse(url);
  const stays = next.path === current.path && next.query.toString() === current.query.toString();
  if (!stays) current = next;
}

/** Goes to a page of the app. An open sheet's history entry is replaced, so that Back never reopens a sheet. */
export function go(path: string, options: { replace?: boolean } = {}): void {
  const url = new URL(path, location.href);
  const isSheetOpen = Boolean((history.state as { sheet?: string } | null)?.sheet);
  if (options.replace || isSheetOpen) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  show(url);
  scrollTo(0, 0);
}

/** `wanted` when it is a path of this app, else `otherwise`: a link may not send people elsewhere after a log-in. */
export function ownPath(wanted: string | null, otherwise: string): string {
  return wanted && /^\/(?![/\\])/.test(wanted) ? wanted : otherwise;
}

/** Listens to Back and to plain clicks on links of this origin. */
export function startRouter(): void {
  // A reload keeps the entry of a sheet that is no longer open.
  history.replaceState(null, '');
  addEventListener('popstate', () => show(new URL(location.href)));
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.('a');
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    const url = new URL(link.href);
    if (parse(url).name === 'missing') return;
    event.preventDefault();
    if (url.href !== location.href) go(url.href);
  });
}
