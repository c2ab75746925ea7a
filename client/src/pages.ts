import type { Component } from 'svelte';
import type { Route } from './router';

/** Every page but Home comes in its own file, fetched when first visited. */
interface PageShown {
  load: () => Promise<Component<Record<string, unknown>>>;
  properties: Record<string, unknown>;
}

type Module = { default: unknown };
const lazy = (module: () => Promise<Module>) => () => module().then((found) => found.default as Component<Record<string, unknown>>);

const bag = lazy(() => import('./cart/BagPage.svelte'));
const creator = lazy(() => import('./people/CreatorPage.svelte'));
const discover = lazy(() => import('./discover/DiscoverPage.svelte'));
const login = lazy(() => import('./people/LogInPage.svelte'));
const me = lazy(() => import('./people/MePage.svelte'));
const order = lazy(() => import('./checkout/OrderPage.svelte'));
const orders = lazy(() => import('./checkout/OrdersPage.svelte'));
const product = lazy(() => import('./catalog/ProductPage.svelte'));
const reset = lazy(() => import('./people/ResetPage.svelte'));
const sell = lazy(() => import('./shop/SellPage.svelte'));
const shop = lazy(() => import('./shop/ShopPage.svelte'));
const signup = lazy(() => import('./people/SignUpPage.svelte'));
const studio = lazy(() => import('./studio/StudioPage.svelte'));
const verify = lazy(() => import('./people/VerifyPage.svelte'));
const video = lazy(() => import('./video/VideoPage.svelte'));
const wallet = lazy(() => import('./payout/WalletPage.svelte'));

/** The page of a route and what it is given; null where there is no such page. */
export function pageOf({ name, params, query }: Route): PageShown | null {
  const token = query.get('token');
  switch (name) {
    case 'bag':
      return { load: bag, properties: {} };
    case 'creator':
      return { load: creator, properties: { handle: params.creator } };
    case 'discover':
      return { load: discover, properties: {} };
    case 'login':
      return { load: login, properties: {} };
    case 'me':
      return { load: me, properties: {} };
    case 'order':
      return { load: order, properties: { id: params.id, token } };
    case 'orders':
      return { load: orders, properties: {} };
    case 'product':
      return { load: product, properties: { slug: params.slug } };
    case 'reset':
      return { load: reset, properties: { token } };
    case 'sell':
      return { load: sell, properties: { slug: params.shop } };
    case 'shop':
      return { load: shop, properties: { slug: params.shop } };
    case 'signup':
      return { load: signup, properties: {} };
    case 'studio':
      return { load: studio, properties: {} };
    case 'verify':
      return { load: verify, properties: { token } };
    case 'video':
      return { load: video, properties: { id: params.id } };
    case 'wallet':
      return { load: wallet, properties: {} };
    default:
      return null;
  }
}
