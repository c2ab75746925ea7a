import type { FrontPage } from '../api';

class Front {
  /** What Discover showed last, so that Back finds it where it was. */
  page = $state.raw<FrontPage | null>(null);
}

export const front = new Front();
