import type { OperationParameter } from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import { isSecretParameter } from '../map/parameters';
import type { ParameterDefinition } from './FormSchemas';
import type { Pipeline } from './RunnableJob';
import { TOKEN_PARAMETER } from './TokenParameter';

/** What the definitions of Jenkins itself are to a form; those of plugins are text, and Jenkins judges it. */
const TYPES: Readonly<Record<string, OperationParameter['type']>> = {
  StringParameterDefinition: 'string',
  TextParameterDefinition: 'text',
  BooleanParameterDefinition: 'boolean',
  ChoiceParameterDefinition: 'choice',
};

/** The form that a pipeline is started with: the branch where there are several, and what their jobs ask for. */
export function parameterForm(pipeline: Pipeline): OperationParameter[] {
  if (pipeline.kind === 'job') {
    return fieldsOf(pipeline.job.parameters);
  }
  const branches = [...pipeline.branches.keys()];
  return [
    {
      name: branchField(pipeline),
      title: 'Branch',
      type: 'choice',
      required: true,
      defaultValue: branches[0],
      choices: branches,
    },
    ...fieldsOf(
      [...pipeline.branches.values()].flatMap(({ parameters }) => parameters),
    ),
  ];
}

/** The field that names the branch; a parameter of that name keeps its own. */
export function branchField(
  pipeline: Extract<Pipeline, { kind: 'branches' }>,
): string {
  const isTaken = [...pipeline.branches.values()].some(({ parameters }) =>
    parameters.some(({ name }) => name === 'branch'),
  );
  return isTaken ? 'jenkins.branch' : 'branch';
}

/** Of several branches, the first one that asks for a parameter says how. */
function fieldsOf(
  definitions: readonly ParameterDefinition[],
): OperationParameter[] {
  const fields = new Map<string, OperationParameter>();
  for (const definition of definitions) {
    if (definition.name !== TOKEN_PARAMETER && !fields.has(definition.name)) {
      fields.set(definition.name, fieldOf(definition));
    }
  }
  return [...fields.values()];
}

function fieldOf(definition: ParameterDefinition): OperationParameter {
  const { name, choices, defaultParameterValue } = definition;
  const kind = definition.type ?? '';
  const listed = Object.hasOwn(TYPES, kind) ? TYPES[kind] : undefined;
  const isSecret = isSecretParameter({
    _class: definition._class ?? kind,
    name,
  });
  const description = [
    cleanMessage(definition.description ?? '', 500),
    isSecret ? 'It is not filled in here: the default of the job counts.' : '',
    listed || isSecret ? '' : cleanMessage(kind, 80),
  ]
    .filter(Boolean)
    .join(' · ');
  const shared = {
    name,
    required: false,
    ...(description ? { description } : {}),
  };
  if (isSecret) {
    return { ...shared, type: 'secret' };
  }
  const value = defaultParameterValue?.value ?? undefined;
  const isChoice = listed === 'choice' && choices && choices.length > 0;
  return {
    ...shared,
    type: listed === 'choice' && !isChoice ? 'string' : listed ?? 'string',
    ...(value === undefined ? {} : { defaultValue: String(value) }),
    ...(isChoice ? { choices } : {}),
  };
}
