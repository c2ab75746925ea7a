export { go, ownPath, router, startRouter, type Route, type RouteName } from './router.svelte';
