import Button from '@material-ui/core/Button';
import { formatAge } from '../../hooks/times';
import { useLanguage } from '../../hooks/useLanguage';
import { useNow } from '../../hooks/useNow';
import { useT } from '../../hooks/useT';
import { Notice } from './Notice';

/** Says that what is shown could not be refreshed, and how old it is. */
export function RefreshNotice(props: { fetchedAt: number; onRetry(): void }) {
  const t = useT();
  const now = useNow();
  const language = useLanguage();
  const age =
    formatAge(new Date(props.fetchedAt).toISOString(), now, language) ?? '';
  return (
    <Notice
      tone="warning"
      icon="stale"
      action={
        <Button size="small" onClick={props.onRetry}>
          {t('states.retry')}
        </Button>
      }
    >
      {t('states.refreshFailed', { age })}
    </Notice>
  );
}
