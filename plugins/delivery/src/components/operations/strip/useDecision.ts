import { useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { OperationView } from '@throughline/plugin-delivery-common';
import { deliveryOperationsApiRef } from '../../../api';
import type { Decision } from './Decision';

/** Tells the backend what was decided, and asks anew where the operation is shown. */
export function useDecision(options: {
  operation: OperationView;
  decision: Decision;
  onDecided(): void;
}) {
  const { operation, decision, onDecided } = options;
  const { id, entityRef } = operation;
  const api = useApi(deliveryOperationsApiRef);
  const client = useQueryClient();
  const refresh = () => {
    void client.invalidateQueries({
      queryKey: ['delivery', 'entity', entityRef, 'operations'],
    });
    void client.invalidateQueries({ queryKey: ['delivery', 'operations'] });
  };
  return useMutation({
    mutationFn: (comment: string) =>
      decision === 'cancel'
        ? api.cancelOperation(id)
        : api.decideOperation(id, {
            decision: decision === 'approve' ? 'approved' : 'rejected',
            ...(comment && { comment }),
          }),
    retry: false,
    onSuccess: onDecided,
    // Where it failed, somebody else may have been faster: what is shown is out of date then as well.
    onSettled: refresh,
  });
}
