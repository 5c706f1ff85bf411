import { classifyError } from '../../../api/classifyError';
import { messageOf } from '../../../api/messageOf';
import { useT } from '../../../hooks/useT';
import { Notice } from '../../status';
import { useOperations } from '../OperationsContext';

/**
 * Says that what can be done is not known at present. A backend that has no operations, or tells this reader of none,
 * is no fault: then the page offers nothing.
 */
export function OffersUnavailable() {
  const t = useT();
  const { error } = useOperations();
  const kind = error === undefined ? undefined : classifyError(error);
  return kind === 'unreachable' || kind === 'broken' ? (
    <Notice tone="warning" icon="stale">
      {t('operations.strip.unavailable', { message: messageOf(error) })}
    </Notice>
  ) : null;
}
