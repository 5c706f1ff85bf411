import { useT } from '../../hooks/useT';
import { Notice } from './Notice';

/** Says that what is shown is made up. */
export function MadeUpNotice() {
  const t = useT();
  return <Notice tone="info">{t('states.sandbox')}</Notice>;
}
