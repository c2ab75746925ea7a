import { t } from '../i18n';
import { known } from '../i18n/words';

/** The server's words in the reader's language; a word that this client does not know is shown as it is. */
export const roleWord = (role: string): string => known(`operator.role.${role}`) ?? role;
export const actWord = (act: string): string => known(`operator.act.${act}`) ?? act;
export const subjectWord = (kind: string): string => known(`operator.subject.${kind}`) ?? kind;
export const heldWord = (reason: string | null): string => known(`operator.held.${reason ?? ''}`) ?? reason ?? t('operator.held.review');
