/** Light or dark: the device's choice, unless the viewer chose by hand. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const dark = matchMedia('(prefers-color-scheme: dark)');

function remembered(): ThemeChoice {
  try {
    const text = localStorage.getItem('vitrina.theme');
    return text === 'light' || text === 'dark' ? text : 'system';
  } catch {
    return 'system';
  }
}

const state = $state<{ choice: ThemeChoice }>({ choice: 'system' });

function apply(): void {
  const isDark = state.choice === 'dark' || (state.choice === 'system' && dark.matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
}

export const theme = {
  get choice(): ThemeChoice {
    return state.choice;
  },
  start(): void {
    state.choice = remembered();
    apply();
    dark.addEventListener('change', apply);
  },
  choose(choice: ThemeChoice): void {
    state.choice = choice;
    try {
      localStorage.setItem('vitrina.theme', choice);
    } catch {
      // Not remembered, still applied.
    }
    apply();
  },
};
