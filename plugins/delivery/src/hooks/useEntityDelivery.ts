import { useApi } from '@backstage/core-plugin-api';
import {
  type Entity,
  getCompoundEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { useQuery } from '@tanstack/react-query';
import { deliveryApiRef } from '../api';
import { SLOW_REVALIDATION_MS } from './DeliveryQueryProvider';
import { useLiveUpdates } from './useLiveUpdates';

/** How often a page asks again for an entity that the backend has not linked yet. */
const PENDING_REVALIDATION_MS = 3_000;

/** What is known of one entity's delivery, kept up to date. */
export function useEntityDelivery(entity: Entity) {
  const api = useApi(deliveryApiRef);
  const queryKey = ['delivery', 'entity', stringifyEntityRef(entity)];
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.getEntityDelivery(getCompoundEntityRef(entity), {
        signal,
        catalogEtag: entity.metadata.etag,
      }),
    refetchInterval: current =>
      current.state.data?.state === 'pending'
        ? PENDING_REVALIDATION_MS
        : SLOW_REVALIDATION_MS,
  });
  useLiveUpdates(query.data?.channel, queryKey);
  return query;
}
