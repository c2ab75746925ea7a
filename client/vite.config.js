import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { mockServer } from './dev/mock.js';

/** Names the one font file that every page needs in the HTML, so that text is not drawn twice. */
function preloadFont() {
  return {
    name: 'vitrina-preload-font',
    transformIndexHtml(html, { bundle }) {
      const font = Object.keys(bundle ?? {}).find((name) => /figtree-latin-wght-normal.*\.woff2$/.test(name));
      if (!font) return html;
      return [{ tag: 'link', attrs: { rel: 'preload', href: `/${font}`, as: 'font', type: 'font/woff2', crossorigin: '' }, injectTo: 'head' }];
    },
  };
}

// VITRINA_API=http://localhost:8000 makes the dev server talk to a running installation instead of the mock.
const api = process.env.VITRINA_API;

export default defineConfig({
  plugins: [svelte({ compilerOptions: { runes: true } }), preloadFont(), ...(api ? [] : [mockServer()])],
  server: { proxy: api ? { '/v1': api, '/media': api } : undefined },
  build: {
    target: 'es2022',
    manifest: true,
    // The service worker stands at the root under a fixed name: its scope is the whole app, and browsers look for it there.
    rollupOptions: {
      input: { index: 'index.html', sw: 'src/sw/sw.ts' },
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
    // Nothing becomes a data: URI: the page's CSP allows fonts and styles from its own origin only.
    assetsInlineLimit: 0,
    cssCodeSplit: true,
  },
});
