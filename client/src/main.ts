import '@fontsource-variable/figtree/wght.css';
import './kit/tokens.css';
import './kit/base.css';
import { mount } from 'svelte';
import { asker } from './api';
import App from './App.svelte';
import { boot } from './boot';
import { bag } from './cart/bag.svelte';
import { language, settings, startLanguage } from './i18n';
import { theme } from './kit';
import { session } from './people/session.svelte';
import { router, startRouter } from './router';
import { dropFirst } from './video/first';

theme.start();
startLanguage(boot.language);
asker.language = language;
// An account has its country on the server; only a guest's choice travels with the request.
asker.country = () => (session.account ? null : settings.country);
startRouter();
mount(App, { target: document.getElementById('app')! });
if (router.route.name !== 'feed' && router.route.name !== 'video') dropFirst();

const shared = new URLSearchParams(location.search).get('s');
if (shared) void import('./social/opened').then(({ openShare }) => openShare(shared));

// Who is it, and what is in the bag: both after the first picture, neither holds it up.
void session.refresh().catch(() => session.assumeGuest());
void bag.load().catch(() => undefined);
