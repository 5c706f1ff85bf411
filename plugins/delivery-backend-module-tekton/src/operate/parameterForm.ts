import type { OperationParameter } from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import { isSecretName } from '../map/readParameters';
import type { ParameterSpec, ParameterValue } from './PipelineDefinition';
import type { Runnable } from './readRunnable';

/** The form that a pipeline is started with. Lists and objects are written as JSON. */
export function parameterForm({
  parameters,
  given,
}: Pick<Runnable, 'parameters' | 'given'>): OperationParameter[] {
  return parameters.map(spec => fieldOf(spec, given.get(spec.name)));
}

function fieldOf(
  spec: ParameterSpec,
  last: ParameterValue | undefined,
): OperationParameter {
  const { name, type } = spec;
  const isText = type === 'array' || type === 'object';
  const description = [
    cleanMessage(spec.description ?? '', 500),
    isText ? `JSON: ${type === 'array' ? '["a", "b"]' : '{"a": "b"}'}` : '',
  ]
    .filter(Boolean)
    .join(' · ');
  const shared = { name, ...(description ? { description } : {}) };
  if (isSecretName(name)) {
    return { ...shared, type: 'secret', required: false };
  }
  const value = spec.default ?? last;
  const defaultValue =
    value === undefined || typeof value === 'string'
      ? value
      : JSON.stringify(value);
  const plain = {
    ...shared,
    required: value === undefined,
    ...(defaultValue === undefined ? {} : { defaultValue }),
  };
  if (isText) {
    return { ...plain, type: 'text' };
  }
  return spec.enum?.length
    ? { ...plain, type: 'choice', choices: spec.enum }
    : { ...plain, type: 'string' };
}
