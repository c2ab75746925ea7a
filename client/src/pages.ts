import type { Component } from 'svelte';
import type { Route } from './router';

/** Every page but Home comes in its own file, fetched when first visited. */
interface PageShown {
  shown: Component<Record<string, unknown>>;
  properties: Record<string, unknown>;
}

type Module = { default: unknown };
type Load = (properties?: Record<string, unknown>) => Promise<PageShown>;
const lazy =
  (module: () => Promise<Module>): Load =>
  async (properties = {}) => ({ shown: (await module()).default as PageShown['shown'], properties });

const bag = lazy(() => import('./cart/BagPage.svelte'));
const create = lazy(() => import('./create/CreatePage.svelte'));
const creator = lazy(() => import('./people/CreatorPage.svelte'));
const discover = lazy(() => import('./discover/DiscoverPage.svelte'));
const edit = lazy(() => import('./create/EditPage.svelte'));
const login = lazy(() => import('./people/LogInPage.svelte'));
const me = lazy(() => import('./people/MePage.svelte'));
const order = lazy(() => import('./checkout/OrderPage.svelte'));
const orders = lazy(() => import('./checkout/OrdersPage.svelte'));
const product = lazy(() => import('./catalog/ProductPage.svelte'));
const reset = lazy(() => import('./people/ResetPage.svelte'));
const sell = lazy(() => import('./shop/SellPage.svelte'));
const shop = lazy(() => import('./shop/ShopPage.svelte'));
const signup = lazy(() => import('./people/SignUpPage.svelte'));
const start = lazy(() => import('./create/StartPage.svelte'));
const studio = lazy(() => import('./studio/StudioPage.svelte'));
const verify = lazy(() => import('./people/VerifyPage.svelte'));
const video = lazy(() => import('./video/VideoPage.svelte'));
const wallet = lazy(() => import('./payout/WalletPage.svelte'));

/** The page of a route and what it is given; null where there is no such page. */
export function pageOf({ name, params, query }: Route): Promise<PageShown> | null {
  const token = query.get('token');
  switch (name) {
    case 'bag':
      return bag();
    case 'create':
      return create();
    case 'create_start':
      return start();
    case 'creator':
      return creator({ handle: params.creator });
    case 'discover':
      return discover();
    case 'edit':
      return edit({ id: params.id });
    case 'login':
      return login();
    case 'me':
      return me();
    case 'order':
      return order({ id: params.id, token });
    case 'orders':
      return orders();
    case 'product':
      return product({ slug: params.slug });
    case 'reset':
      return reset({ token });
    case 'sell':
      return sell({ slug: params.shop });
    case 'shop':
      return shop({ slug: params.shop });
    case 'signup':
      return signup();
    case 'studio':
      return studio();
    case 'verify':
      return verify({ token });
    case 'video':
      return video({ id: params.id });
    case 'wallet':
      return wallet();
    default:
      return null;
  }
}
