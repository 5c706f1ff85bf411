import type { OperationParameter } from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import { REF_FIELD, TOKEN_INPUT } from './fields';
import { isSecretName } from './isSecretName';
import type { Dispatchable, WorkflowInput } from './parseWorkflow';

/** What GitHub's types are to a form; any other is text, and GitHub judges it. */
const TYPES: Readonly<Record<string, OperationParameter['type']>> = {
  string: 'string',
  boolean: 'boolean',
  number: 'number',
  choice: 'choice',
  environment: 'choice',
};

/**
 * The form that a workflow is run with: where, and what its file asks for.
 *
 * @param environments - of the repository; undefined where they are not known
 */
export function parameterForm(
  { inputs }: Dispatchable,
  defaultBranch: string,
  environments: readonly string[] | undefined,
): OperationParameter[] {
  return [
    {
      name: REF_FIELD,
      title: 'Branch or tag',
      type: 'string',
      required: true,
      defaultValue: defaultBranch,
    },
    ...inputs
      .filter(({ name }) => name !== TOKEN_INPUT)
      .map(input => fieldOf(input, environments)),
  ];
}

function fieldOf(
  input: WorkflowInput,
  environments: readonly string[] | undefined,
): OperationParameter {
  const { name, defaultValue } = input;
  const known = Object.hasOwn(TYPES, input.type) ? TYPES[input.type] : 'string';
  const choices = input.type === 'environment' ? environments : input.options;
  const isChoice = known === 'choice' && choices && choices.length > 0;
  const type = known === 'choice' && !isChoice ? 'string' : known;
  const isSecret = isSecretName(name);
  const description = [
    cleanMessage(input.description ?? '', 500),
    isSecret ? 'It is not filled in here: its default counts.' : '',
    type === 'string' && input.type !== 'string'
      ? cleanMessage(input.type, 80)
      : '',
  ]
    .filter(Boolean)
    .join(' · ');
  const shared = { name, ...(description ? { description } : {}) };
  return isSecret
    ? { ...shared, type: 'secret', required: false }
    : {
        ...shared,
        type,
        required: input.required,
        ...(defaultValue === undefined ? {} : { defaultValue }),
        ...(isChoice ? { choices: [...choices] } : {}),
      };
}
