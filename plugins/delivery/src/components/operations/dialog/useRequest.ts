import { useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { OperationView } from '@throughline/plugin-delivery-common';
import { deliveryOperationsApiRef } from '../../../api';
import type { AskedOperation } from '../shared';
import type { FilledIn } from './useOperationForm';

/** Asks for an operation. It may be tried again under the same key: what was done already is not done again. */
export function useRequest(options: {
  asked: AskedOperation;
  idempotencyKey: string;
  onRecorded(operation: OperationView): void;
}) {
  const { asked, idempotencyKey, onRecorded } = options;
  const api = useApi(deliveryOperationsApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (filledIn: FilledIn) =>
      api.requestOperation({ ...asked.input, ...filledIn, idempotencyKey }),
    retry: false,
    onSuccess: operation => {
      onRecorded(operation);
      void client.invalidateQueries({
        queryKey: ['delivery', 'entity', asked.input.entityRef, 'operations'],
      });
    },
  });
}
