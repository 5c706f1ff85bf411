import { cleanMessage, SourceFailure } from '@throughline/plugin-delivery-node';
import { defaultOf, fieldsOf, REF_FIELD } from './fieldsOf';
import type { Declared, DeclaredInput } from './readDeclared';
import type { PipelineStart } from './startPipeline';

/**
 * What a form says, as a pipeline is started with it. What is left at its default is left out: to set variables takes a
 * right of its own.
 *
 * @throws SourceFailure of kind `configuration` where the pipeline asks for no such thing, where it may be a secret,
 * as what a form holds is kept in the log of operations, or where a value is none of its type
 */
export function chosenValues(
  declared: Declared,
  form: Readonly<Record<string, string>>,
): Pick<PipelineStart, 'variables' | 'inputs'> {
  const fields = fieldsOf(declared);
  const variables: { key: string; value: string }[] = [];
  const inputs: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(form)) {
    const field = fields.get(name);
    if (field?.kind === 'input') {
      if (value !== (defaultOf(field.input) ?? '')) {
        inputs[field.input.name] = typed(field.input, value);
      }
    } else if (field) {
      if (field.isSecret) {
        throw problem(name, 'may be a secret, and is not taken here');
      }
      if (value !== (field.variable.value ?? '')) {
        variables.push({ key: field.variable.key, value });
      }
    } else if (name !== REF_FIELD) {
      throw problem(
        name,
        declared.variables
          ? 'is nothing that the pipeline asks for'
          : 'is not known yet: GitLab has not worked out which variables the pipeline takes. Try again',
      );
    }
  }
  return { variables, inputs };
}

function typed({ name, type }: DeclaredInput, value: string): unknown {
  switch (type) {
    case 'NUMBER': {
      const number = Number(value);
      if (value.trim() === '' || !Number.isFinite(number)) {
        throw problem(name, 'is to be a number');
      }
      return number;
    }
    case 'BOOLEAN':
      if (value !== 'true' && value !== 'false') {
        throw problem(name, 'is to be true or false');
      }
      return value === 'true';
    case 'ARRAY': {
      const list = parse(value);
      if (!Array.isArray(list)) {
        throw problem(name, 'is to be a list in JSON');
      }
      return list;
    }
    default:
      return value;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problem(name: string, words: string): SourceFailure {
  return new SourceFailure(
    'configuration',
    `'${cleanMessage(name, 100)}' ${words}`,
  );
}
