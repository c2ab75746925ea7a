/** Short words at the foot of the screen, read out by screen readers; one may offer an undo. */
export interface Toast {
  id: number;
  text: string;
  tone: 'calm' | 'trouble';
  act?: { label: string; run: () => void };
}

const SHOWN_MS = 4500;
const state = $state<{ shown: Toast[] }>({ shown: [] });
let last = 0;

export const toasts = {
  get shown(): Toast[] {
    return state.shown;
  },
  show(text: string, options: { tone?: Toast['tone']; act?: Toast['act']; stays?: boolean } = {}): void {
    const id = ++last;
    state.shown = [...state.shown.slice(-1), { id, text, tone: options.tone ?? 'calm', act: options.act }];
    if (!options.stays) setTimeout(() => toasts.close(id), SHOWN_MS);
  },
  close(id: number): void {
    state.shown = state.shown.filter((toast) => toast.id !== id);
  },
};
