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

const addresses = lazy(() => import('./people/AddressesPage.svelte'));
const bag = lazy(() => import('./cart/BagPage.svelte'));
const category = lazy(() => import('./discover/CategoryPage.svelte'));
const creator = lazy(() => import('./people/CreatorPage.svelte'));
const data = lazy(() => import('./people/DataPage.svelte'));
const discover = lazy(() => import('./discover/DiscoverPage.svelte'));
const hashtag = lazy(() => import('./discover/HashtagPage.svelte'));
const find = lazy(() => import('./checkout/FindOrderPage.svelte'));
const login = lazy(() => import('./people/LogInPage.svelte'));
const me = lazy(() => import('./people/MePage.svelte'));
const noticeSettings = lazy(() => import('./notice/SettingsPage.svelte'));
const notices = lazy(() => import('./notice/NoticesPage.svelte'));
const order = lazy(() => import('./checkout/OrderPage.svelte'));
const orders = lazy(() => import('./checkout/OrdersPage.svelte'));
const pair = lazy(() => import('./people/PairPage.svelte'));
const product = lazy(() => import('./catalog/ProductPage.svelte'));
const reset = lazy(() => import('./people/ResetPage.svelte'));
const security = lazy(() => import('./people/SecurityPage.svelte'));
const saved = lazy(() => import('./social/SavedPage.svelte'));
const sell = lazy(() => import('./shop/SellPage.svelte'));
const shop = lazy(() => import('./shop/ShopPage.svelte'));
const signup = lazy(() => import('./people/SignUpPage.svelte'));
const studio = lazy(() => import('./studio/StudioPage.svelte'));
const unsubscribe = lazy(() => import('./notice/UnsubscribePage.svelte'));
const verify = lazy(() => import('./people/VerifyPage.svelte'));
const video = lazy(() => import('./video/VideoPage.svelte'));
const wallet = lazy(() => import('./payout/WalletPage.svelte'));

/** The page of a route and what it is given; null where there is no such page. */
export function pageOf({ name, params, query }: Route): Promise<PageShown> | null {
  const token = query.get('token');
  switch (name) {
    case 'addresses':
      return addresses();
    case 'bag':
      return bag();
    case 'category':
      return category({ slug: params.category });
    case 'creator':
      return creator({ handle: params.creator });
    case 'data':
      return data();
    case 'discover':
      return discover();
    case 'hashtag':
      return hashtag({ tag: params.tag });
    case 'find':
      return find();
    case 'login':
      return login();
    case 'me':
      return me();
    case 'notice_settings':
      return noticeSettings();
    case 'notices':
      return notices();
    case 'order':
      return order({ id: params.id, token });
    case 'orders':
      return orders();
    case 'pair':
      return pair({ code: query.get('code') });
    case 'product':
      return product({ slug: params.slug });
    case 'reset':
      return reset({ token });
    case 'security':
      return security();
    case 'saved':
      return saved();
    case 'sell':
      return sell({ slug: params.shop });
    case 'shop':
      return shop({ slug: params.shop });
    case 'signup':
      return signup();
    case 'studio':
      return studio();
    case 'unsubscribe':
      return unsubscribe({ word: query.get('word') });
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
