import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { deliveryOperationsApiRef } from '../../../api';
import type { AskedOperation } from '../shared';

/** What an operation would do; asked for once, when its dialog opens. */
export function usePlan(asked: AskedOperation, idempotencyKey: string) {
  const api = useApi(deliveryOperationsApiRef);
  return useQuery({
    queryKey: ['delivery', 'plan', idempotencyKey],
    queryFn: ({ signal }) =>
      api.planOperation({ ...asked.input, idempotencyKey }, { signal }),
    // What a person is reading, and has begun to fill in, does not change under their hands.
    staleTime: Infinity,
    gcTime: 0,
    refetchInterval: false,
    refetchOnWindowFocus: false,
  });
}
