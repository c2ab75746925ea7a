import { knowTouches } from '../affiliate/touches';
import { post } from '../api';
import { asGuest } from './guest';

/** Tells the server once that one came by a share link, and takes the code out of the address bar. */
export async function openShare(code: string): Promise<void> {
  const url = new URL(location.href);
  url.searchParams.delete('s');
  history.replaceState(history.state, '', url);
  try {
    const answer = await asGuest(() => post<{ touches: { id: string; product_id: string }[] }>(`/v1/shares/${encodeURIComponent(code)}/opens`));
    knowTouches(answer.touches);
  } catch {
    // An unknown code: the page itself is there all the same.
  }
}
