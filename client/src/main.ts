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
import './pwa/install.svelte';
import { watchBuild } from './pwa/update';
import { router, startRouter } from './router';
import { dropFirst } from './video/first';

const WORKER_AFTER_MS = 4_000;

theme.start();
const words = startLanguage(boot.language);
asker.language = language;
// An account has its country on the server; only a guest's choice travels with the request.
asker.country = () => (session.account ? null : settings.country);
asker.hearBuild = watchBuild(boot.build);
startRouter();
await words;
mount(App, { target: document.getElementById('app')! });
if (router.route.name !== 'feed' && router.route.name !== 'video') dropFirst();

// The worker waits until the first video has what it needs.
setTimeout(() => void import('./pwa/start').then(({ startWorker }) => startWorker()).catch(() => undefined), WORKER_AFTER_MS);

const shared = new URLSearchParams(location.search).get('s');
if (shared) void import('./social/opened').then(({ openShare }) => openShare(shared));

// Who is it, and what is in the bag: both after the first picture, neither holds it up.
void session.refresh().catch(() => session.assumeGuest());
void bag.load().catch(() => undefined);
