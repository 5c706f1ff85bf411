import type { OperationParameter } from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import { isSecretName, REF_FIELD, TOKEN_INPUT } from './fields';
import type { Dispatchable, WorkflowInput } from './parseWorkflow';

/** What Gitea's types are to a form; any other is text, and Gitea judges it. */
const TYPES: Readonly<Record<string, OperationParameter['type']>> = {
  string: 'string',
  boolean: 'boolean',
  number: 'number',
  choice: 'choice',
};

/** The form that a workflow is run with: where, and what its file asks for. */
export function parameterForm(
  { inputs }: Dispatchable,
  defaultBranch: string,
): OperationParameter[] {
  return [
    {
      name: REF_FIELD,
      title: 'Branch or tag',
      type: 'string',
      required: true,
      defaultValue: defaultBranch,
    },
    ...inputs.filter(({ name }) => name !== TOKEN_INPUT).map(fieldOf),
  ];
}

function fieldOf(input: WorkflowInput): OperationParameter {
  const { name, options = [], type: word = 'string' } = input;
  const known = Object.hasOwn(TYPES, word) ? TYPES[word] : 'string';
  const type = known === 'choice' && options.length === 0 ? 'string' : known;
  const isSecret = isSecretName(name);
  const description = [
    cleanMessage(input.description ?? '', 500),
    isSecret ? 'It is not filled in here: its default counts.' : '',
    type === 'string' && word !== 'string' ? cleanMessage(word, 80) : '',
  ]
    .filter(Boolean)
    .join(' · ');
  const shared = { name, ...(description ? { description } : {}) };
  return isSecret
    ? { ...shared, type: 'secret', required: false }
    : {
        ...shared,
        type,
        required: input.required ?? false,
        ...(input.default === undefined ? {} : { defaultValue: input.default }),
        ...(type === 'choice' ? { choices: options } : {}),
      };
}
