/** Whether videos are heard: remembered on this device, muted until the viewer says otherwise. */
function remembered(): boolean {
  try {
    return localStorage.getItem('vitrina.muted') !== 'no';
  } catch {
    return true;
  }
}

const state = $state({ isMuted: remembered(), isDucked: false });

export const sound = {
  get isMuted(): boolean {
    return state.isMuted;
  },
  /** 0–1; lowered while a sheet is open over the picture. */
  get volume(): number {
    return state.isDucked ? 0.25 : 1;
  },
  mute(isMuted: boolean, options: { remember: boolean } = { remember: true }): void {
    state.isMuted = isMuted;
    if (!options.remember) return;
    try {
      localStorage.setItem('vitrina.muted', isMuted ? 'yes' : 'no');
    } catch {
      // Not remembered, still applied.
    }
  },
  duck(isDucked: boolean): void {
    state.isDucked = isDucked;
  },
};
