import { useEntity } from '@backstage/plugin-catalog-react';
import { DeliveryQueryProvider } from '../../hooks/DeliveryQueryProvider';
import { useEntityDelivery } from '../../hooks/useEntityDelivery';
import { ErrorState, RefreshNotice } from '../status';
import { DeliverySkeleton } from './DeliverySkeleton';
import { DeliveryView } from './DeliveryView';

function Content() {
  const { entity } = useEntity();
  const query = useEntityDelivery(entity);
  const retry = () => void query.refetch();
  if (query.data) {
    return (
      <DeliveryView
        delivery={query.data}
        remark={
          query.isError && (
            <RefreshNotice fetchedAt={query.dataUpdatedAt} onRetry={retry} />
          )
        }
      />
    );
  }
  return query.isError ? (
    <ErrorState error={query.error} onRetry={retry} />
  ) : (
    <DeliverySkeleton />
  );
}

/** The Delivery tab of an entity. */
export function EntityDeliveryContent() {
  return (
    <DeliveryQueryProvider>
      <Content />
    </DeliveryQueryProvider>
  );
}
