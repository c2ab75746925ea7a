/** The browser's offer to put the app on the home screen, kept until somebody wants it. */
interface InstallOffer extends Event {
  prompt(): Promise<void>;
}

const state = $state<{ offer: InstallOffer | null }>({ offer: null });
/** Safari makes no offer: there the way is the share menu. */
const isApple = /iPhone|iPad/.test(navigator.userAgent);

addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  state.offer = event as InstallOffer;
});
addEventListener('appinstalled', () => (state.offer = null));

export const install = {
  /** How this device installs the app now; null where it is installed or cannot. */
  get way(): 'offer' | 'share_menu' | null {
    if (state.offer) return 'offer';
    return isApple && !matchMedia('(display-mode: standalone)').matches ? 'share_menu' : null;
  },
  async ask(): Promise<void> {
    const { offer } = state;
    state.offer = null;
    await offer?.prompt();
  },
};
