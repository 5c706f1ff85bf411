import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import {
  isTerminalOperation,
  type OperationView,
} from '@throughline/plugin-delivery-common';
import { deliveryOperationsApiRef } from '../api';
import { FOLLOW_MS } from './useEntityOperations';

/** An operation as it was last told of, followed until it has ended. */
export function useFollowedOperation(known: OperationView) {
  const api = useApi(deliveryOperationsApiRef);
  const query = useQuery({
    queryKey: ['delivery', 'operation', known.id],
    queryFn: ({ signal }) => api.getOperation(known.id, { signal }),
    enabled: !isTerminalOperation(known.state),
    initialData: known,
    refetchInterval: ({ state }) =>
      isTerminalOperation(state.data?.state ?? known.state) ? false : FOLLOW_MS,
  });
  return { operation: query.data, isFailing: query.isError };
}
