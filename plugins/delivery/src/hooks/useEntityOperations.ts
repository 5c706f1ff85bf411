import { useApi } from '@backstage/core-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { useQuery } from '@tanstack/react-query';
import {
  type EntityOperations,
  isTerminalOperation,
} from '@throughline/plugin-delivery-common';
import { deliveryOperationsApiRef } from '../api';
import { SLOW_REVALIDATION_MS } from './DeliveryQueryProvider';

/** How often a page asks how far an operation has come. */
export const FOLLOW_MS = 2_000;

function isUnderWay(operations: EntityOperations | undefined): boolean {
  return (
    operations?.operations.some(({ state }) => !isTerminalOperation(state)) ??
    false
  );
}

/**
 * What can be asked for on the page of an entity, and what has been. Its key lies under the entity's, so that a
 * signal refreshes both; while an operation is under way it is asked for every two seconds.
 */
export function useEntityOperations(entityRef: string) {
  const api = useApi(deliveryOperationsApiRef);
  return useQuery({
    queryKey: ['delivery', 'entity', entityRef, 'operations'],
    queryFn: ({ signal }) =>
      api.getOperations(parseEntityRef(entityRef), { signal }),
    refetchInterval: ({ state }) =>
      isUnderWay(state.data) ? FOLLOW_MS : SLOW_REVALIDATION_MS,
  });
}
