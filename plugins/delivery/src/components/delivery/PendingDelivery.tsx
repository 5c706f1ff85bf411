import { Notice } from '../status';
import { useT } from '../../hooks/useT';
import { DeliverySkeleton } from './DeliverySkeleton';

/** The entity is known, but what belongs to it is still being looked up. */
export function PendingDelivery() {
  const t = useT();
  return (
    <>
      <Notice tone="info" title={t('states.pendingTitle')}>
        {t('states.pendingText')}
      </Notice>
      <DeliverySkeleton />
    </>
  );
}
