import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { existsSync, readFileSync } from 'fs';
import path from 'path';
import { parse } from 'yaml';
import { isObject } from '../../kubernetes/json';
import type { JsonObject } from '../../kubernetes/types';

// Tests run in the package's folder or at the repository's root.
const FOLDER = ['../../..', '..']
  .map(up => path.resolve(process.cwd(), up, 'shared/contracts'))
  .find(folder => existsSync(folder));

/** Whether the vendors' schemas are at hand; says so where they are not. */
export function contractsPresent(): boolean {
  if (!FOLDER) {
    process.stderr.write(
      `Skipped: answers were not checked, for there is no shared/contracts beside the repository.\n`,
    );
  }
  return FOLDER !== undefined;
}

/** Reads a vendor's file. */
export function readContract(file: string): JsonObject {
  const text = readFileSync(path.join(FOLDER ?? '', file), 'utf8');
  return file.endsWith('.json') ? JSON.parse(text) : parse(text);
}

/** The same schema, but refusing members that it does not name: a misspelt field must not pass. */
export function strict(node: unknown): unknown {
  if (Array.isArray(node)) {
    return node.map(strict);
  }
  if (!isObject(node)) {
    return node;
  }
  const copy = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, strict(value)]),
  );
  // A part of a whole must not refuse what the other parts name.
  delete copy.allOf;
  if (copy['x-kubernetes-int-or-string']) {
    return { type: ['integer', 'string'] };
  }
  if (copy.format === 'int-or-string' || copy.format === 'int64') {
    delete copy.format;
    copy.type = copy.type === 'string' ? ['integer', 'string'] : copy.type;
  }
  if (copy.format === 'date-time') {
    // What Go has no time for, it writes as null.
    copy.type = ['string', 'null'];
  }
  const open =
    copy['x-kubernetes-preserve-unknown-fields'] === true ||
    copy.additionalProperties !== undefined ||
    node.allOf !== undefined;
  if (
    isObject(copy.properties) &&
    ('Raw' in copy.properties || 'raw' in copy.properties)
  ) {
    // Raw JSON: its schema describes the program's bytes, not the wire's.
    return {};
  }
  if (isObject(copy.properties) && !open) {
    copy.additionalProperties = false;
  }
  return copy;
}

/** A validator over the definitions of a document. */
export function createValidator(
  id: string,
  definitions: unknown,
): (definition: string) => ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  addFormats(ajv);
  ajv.addSchema({ $id: id, definitions: strict(definitions) } as object);
  return definition =>
    ajv.compile({ $ref: `${id}#/definitions/${definition}` });
}

/** What a validator finds wrong with data; empty where nothing is. */
export function problems(validate: ValidateFunction, data: unknown): string[] {
  validate(data);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
