import { t } from '../i18n';
import { toasts } from '../kit';

/** Opens the phone's own share sheet, or copies the link where there is none. */
export async function share(path: string, title: string): Promise<void> {
  const url = new URL(path, location.origin).href;
  if (navigator.share) {
    await navigator.share({ title, url }).catch(() => undefined);
    return;
  }
  try {
    await navigator.clipboard.writeText(url);
    toasts.show(t('video.link_copied'));
  } catch {
    toasts.show(url);
  }
}
