import { post, problemOf, type Share, type ShareKind } from '../api';
import { t } from '../i18n';
import { toasts, wordsFor } from '../kit';

/** Puts a text into the clipboard; where that is refused, shows it. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toasts.show(t('video.link_copied'));
  } catch {
    toasts.show(text);
  }
}

export async function copyLink(kind: ShareKind, id: string): Promise<void> {
  try {
    await copyText((await post<Share>('/v1/shares', { kind, id })).url);
  } catch (thrown) {
    toasts.show(wordsFor(problemOf(thrown)), { tone: 'trouble' });
  }
}
