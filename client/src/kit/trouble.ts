import type { Problem } from '../api';
import { t } from '../i18n';
import { known } from '../i18n/words';

/** What happened and what to do, in the viewer's language: our own words for known codes, else the server's. */
export function wordsFor(problem: Problem): string {
  return known(`problem.${problem.code}`) ?? (problem.detail || t(problem.status === 404 ? 'problem.not_found' : 'problem.unexpected'));
}
