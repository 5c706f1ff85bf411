import { cleanMessage, SourceFailure } from '@throughline/plugin-delivery-node';
import { isSecretName } from '../map/readParameters';
import type { ParameterSpec, ParameterValue } from './PipelineDefinition';
import type { Runnable } from './readRunnable';

/**
 * What a run is given: what the form says, and what the newest run was given where neither form nor pipeline has a
 * value. Defaults are left to Tekton.
 *
 * @throws SourceFailure of kind `configuration` where the form does not fit the pipeline
 */
export function runValues(
  { parameters, given }: Pick<Runnable, 'parameters' | 'given'>,
  form: Readonly<Record<string, string>>,
): { name: string; value: ParameterValue }[] {
  const stranger = Object.keys(form).find(
    name => !parameters.some(one => one.name === name),
  );
  if (stranger !== undefined) {
    throw problem(stranger, 'is no parameter of the pipeline');
  }
  return parameters.flatMap(spec => {
    const { name } = spec;
    const value = Object.hasOwn(form, name)
      ? readValue(spec, form[name])
      : left(spec, given);
    return value === undefined ? [] : [{ name, value }];
  });
}

function left(
  spec: ParameterSpec,
  given: ReadonlyMap<string, ParameterValue>,
): ParameterValue | undefined {
  const hasDefault = spec.default !== undefined && spec.default !== null;
  return hasDefault ? undefined : given.get(spec.name);
}

function readValue({ name, type }: ParameterSpec, text: string) {
  if (isSecretName(name)) {
    // What a form holds is kept in the log of operations.
    throw problem(name, 'may be a secret, and is not taken here');
  }
  if (type !== 'array' && type !== 'object') {
    return text;
  }
  const value = parse(text);
  const texts = Object.values(value ?? {}) as unknown[];
  const fits =
    typeof value === 'object' &&
    value !== null &&
    Array.isArray(value) === (type === 'array') &&
    texts.every(each => typeof each === 'string');
  if (!fits) {
    throw problem(
      name,
      `must be JSON: ${
        type === 'array' ? 'a list of texts' : 'an object of texts'
      }`,
    );
  }
  return value as ParameterValue;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problem(name: string, what: string): SourceFailure {
  return new SourceFailure(
    'configuration',
    `'${cleanMessage(name, 100)}' ${what}`,
  );
}
