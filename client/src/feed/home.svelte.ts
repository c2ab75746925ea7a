export type HomeTab = 'following' | 'for_you' | 'live';

const state = $state<{ tab: HomeTab }>({ tab: 'for_you' });

/** Which tab of Home is open; one comes back to it from another page. */
export const home = {
  get tab(): HomeTab {
    return state.tab;
  },
  show(tab: HomeTab): void {
    state.tab = tab;
  },
};
