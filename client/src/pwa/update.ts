import { t } from '../i18n';
import { toasts } from '../kit';

/** Hears which build the server has, and offers once to change to it. */
export function watchBuild(own: string | undefined): (build: string) => void {
  let isTold = !own;
  return (build) => {
    if (isTold || build === own) return;
    isTold = true;
    toasts.show(t('pwa.update'), { act: { label: t('pwa.reload'), run: () => location.reload() }, stays: true });
  };
}
