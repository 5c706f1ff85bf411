import type { Declared, DeclaredInput, DeclaredVariable } from './readDeclared';

/** The field that says for which branch or tag a pipeline runs. */
export const REF_FIELD = 'ref';

/** Names that people give to what is secret. */
const SECRET_NAME =
  /pass(word|wd|phrase)?$|^pass(word|wd|phrase)|secret|token|credential|(api|access|private|signing)[._-]?key/i;

/** What a field of the form stands for. */
export type Field =
  | { kind: 'input'; input: DeclaredInput }
  | { kind: 'variable'; variable: DeclaredVariable; isSecret: boolean };

/** The fields that a pipeline asks for, by the names that they have in the form; none has the name of another. */
export function fieldsOf({
  inputs,
  variables = [],
}: Declared): Map<string, Field> {
  const fields = new Map<string, Field>();
  const add = (name: string, family: string, field: Field) => {
    const isTaken = name === REF_FIELD || fields.has(name);
    fields.set(isTaken ? `${family}.${name}` : name, field);
  };
  for (const input of inputs) {
    add(input.name, 'inputs', { kind: 'input', input });
  }
  for (const variable of variables) {
    add(variable.key, 'variables', {
      kind: 'variable',
      variable,
      isSecret: SECRET_NAME.test(variable.key),
    });
  }
  return fields;
}

/** The default of an input as a form shows it; undefined where it has none. */
export function defaultOf(input: DeclaredInput): string | undefined {
  const value = input.default;
  if (value === null || value === undefined) {
    return undefined;
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
