import { useApi } from '@backstage/core-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { useMutation } from '@tanstack/react-query';
import type { VersionRuleTrialInput } from '@throughline/plugin-delivery-common';
import { deliveryOperationsApiRef } from '../../../api';

/** Tries rules out. It writes nothing, so that it may be asked for as often as one likes. */
export function useTrial(entityRef: string) {
  const api = useApi(deliveryOperationsApiRef);
  return useMutation({
    mutationFn: (input: VersionRuleTrialInput) =>
      api.tryVersionRule(parseEntityRef(entityRef), input),
    retry: false,
  });
}
