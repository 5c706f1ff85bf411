import type { OperationParameter } from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import { defaultOf, fieldsOf, REF_FIELD, type Field } from './fieldsOf';
import type { Declared } from './readDeclared';

const INPUT_TYPES: Readonly<Record<string, OperationParameter['type']>> = {
  STRING: 'string',
  NUMBER: 'number',
  BOOLEAN: 'boolean',
  ARRAY: 'text',
};

/** The form that a pipeline is started with. */
export function pipelineForm(
  declared: Declared,
  defaultBranch: string,
): OperationParameter[] {
  return [
    {
      name: REF_FIELD,
      title: 'Branch or tag',
      type: 'string',
      required: true,
      defaultValue: defaultBranch,
      ...(declared.variables
        ? {}
        : {
            description:
              'GitLab has not worked out yet which variables the pipeline takes: their defaults count.',
          }),
    },
    ...[...fieldsOf(declared)].map(([name, field]) =>
      field.kind === 'input'
        ? inputField(name, field)
        : variableField(name, field),
    ),
  ];
}

function inputField(
  name: string,
  { input }: Extract<Field, { kind: 'input' }>,
): OperationParameter {
  const choices = (input.options ?? []).map(String);
  const type = Object.hasOwn(INPUT_TYPES, input.type)
    ? INPUT_TYPES[input.type]
    : 'string';
  const description = [
    cleanMessage(input.description ?? '', 500),
    input.type === 'ARRAY' ? 'A list in JSON.' : '',
  ]
    .filter(Boolean)
    .join(' · ');
  const defaultValue = defaultOf(input);
  return {
    name,
    ...(name === input.name ? {} : { title: input.name }),
    ...(description ? { description } : {}),
    type: choices.length > 0 ? 'choice' : type,
    required: input.required ?? defaultValue === undefined,
    ...(defaultValue === undefined ? {} : { defaultValue }),
    ...(choices.length > 0 ? { choices } : {}),
    ...(input.regex ? { pattern: input.regex } : {}),
  };
}

function variableField(
  name: string,
  { variable, isSecret }: Extract<Field, { kind: 'variable' }>,
): OperationParameter {
  const { key, value, valueOptions } = variable;
  const description = [
    cleanMessage(variable.description ?? '', 500),
    isSecret
      ? 'It is not filled in here: the value of the project counts.'
      : '',
  ]
    .filter(Boolean)
    .join(' · ');
  const shared = {
    name,
    ...(name === key ? {} : { title: key }),
    ...(description ? { description } : {}),
    required: false,
  };
  if (isSecret) {
    return { ...shared, type: 'secret' };
  }
  const choices = valueOptions ?? [];
  return {
    ...shared,
    type: choices.length > 0 ? 'choice' : 'string',
    ...(typeof value === 'string' ? { defaultValue: value } : {}),
    ...(choices.length > 0 ? { choices } : {}),
  };
}
