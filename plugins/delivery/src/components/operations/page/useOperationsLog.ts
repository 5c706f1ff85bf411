import { useApi } from '@backstage/core-plugin-api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import {
  isTerminalOperation,
  type OperationsQuery,
} from '@throughline/plugin-delivery-common';
import { deliveryOperationsApiRef } from '../../../api';
import { SLOW_REVALIDATION_MS } from '../../../hooks/DeliveryQueryProvider';

/** How often the log is asked for again while something in it is under way. */
const UNDER_WAY_MS = 10_000;

/** A page of the operations log. */
export function useOperationsLog(query: OperationsQuery) {
  const api = useApi(deliveryOperationsApiRef);
  return useQuery({
    queryKey: ['delivery', 'operations', query],
    queryFn: ({ signal }) => api.searchOperations(query, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.some(each => !isTerminalOperation(each.state))
        ? UNDER_WAY_MS
        : SLOW_REVALIDATION_MS,
  });
}
