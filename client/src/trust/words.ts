import type { Effect, Sanction, TargetKind } from '../api';
import { dayText, t } from '../i18n';

export const kindWord = (kind: TargetKind): string => t(`trust.kind.${kind}`);
export const effectWord = (effect: Effect): string => t(`trust.effect.${effect}`);

export const doneWord = (effect: Effect): string => t(`trust.effect_done.${effect}`);

/** How long a sanction lasts, or what became of it. */
export function stateWord(sanction: Sanction): string {
  if (!sanction.standing) return t(`trust.lifted.${sanction.lifted_why ?? 'staff'}`);
  if (sanction.effect === 'warning') return t('trust.noted');
  return sanction.ends_at ? t('trust.until', { day: dayText(sanction.ends_at) }) : t('trust.without_end');
}
