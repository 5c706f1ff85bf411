import { InputError } from '@backstage/errors';
import type {
  OperationInput,
  OperationPlan,
} from '@throughline/plugin-delivery-common';

/**
 * Refuses secrets in a form: what is asked for is kept for years.
 *
 * @throws InputError that names the field
 */
export function refuseSecrets(
  input: OperationInput,
  { parameters }: OperationPlan,
): void {
  const secret = parameters.find(
    ({ name, type }) => type === 'secret' && input.parameters?.[name],
  );
  if (secret) {
    throw new InputError(
      `'${secret.name}' is a secret, and secrets are not taken here: keep it at the pipeline.`,
    );
  }
}
