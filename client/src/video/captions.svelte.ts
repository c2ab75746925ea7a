import { settings } from '../i18n/settings.svelte';

/** Whether captions are shown: remembered on this device. */
function remembered(): boolean {
  try {
    return localStorage.getItem('vitrina.captions') === 'yes';
  } catch {
    return false;
  }
}

const state = $state({ isOn: remembered() });

export const captions = {
  get isOn(): boolean {
    return state.isOn;
  },
  show(isOn: boolean): void {
    state.isOn = isOn;
    try {
      localStorage.setItem('vitrina.captions', isOn ? 'yes' : 'no');
    } catch {
      // Not remembered, still applied.
    }
  },
  /** The language to show: the viewer's own where there is one, else what there is. */
  languageOf(offered: { language: string }[]): string | null {
    return (offered.find((one) => one.language === settings.language) ?? offered[0])?.language ?? null;
  },
};
