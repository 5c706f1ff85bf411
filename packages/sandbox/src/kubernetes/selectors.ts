import { ApiError } from './ApiError';
import { at } from './json';
import type { KubeObject, ResourceDefinition } from './types';

/** Whether an object is meant by a selector. */
export type Matcher = (object: KubeObject) => boolean;

const FIELDS: Record<string, string[]> = {
  pods: [
    'status.phase',
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.serviceAccountName',
    'status.podIP',
  ],
  events: [
    'involvedObject.kind',
    'involvedObject.name',
    'involvedObject.namespace',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'reason',
    'type',
  ],
  namespaces: ['status.phase'],
  jobs: ['status.successful'],
};

/** Splits at the commas that are not inside parentheses. */
function splitRequirements(selector: string): string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map(part => part.trim())
    .filter(Boolean);
}

function labelRequirement(text: string): Matcher {
  const label = (object: KubeObject, key: string) =>
    object.metadata.labels?.[key];
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(text);
  if (set) {
    const [, key, operator, list] = set;
    const values = list.split(',').map(value => value.trim());
    return object => {
      const value = label(object, key);
      const included = value !== undefined && values.includes(value);
      return operator === 'in' ? included : !included;
    };
  }
  const pair = /^([^\s=!]+)\s*(==|=|!=)\s*(\S*)$/.exec(text);
  if (pair) {
    const [, key, operator, value] = pair;
    return operator === '!='
      ? object => label(object, key) !== value
      : object => label(object, key) === value;
  }
  const exists = /^(!?)\s*([^\s=!(),]+)$/.exec(text);
  if (exists) {
    const [, not, key] = exists;
    return object => (label(object, key) === undefined) === Boolean(not);
  }
  throw ApiError.badRequest(
    `unable to parse requirement: found '${text}', expected: a label selector`,
  );
}

/** Reads a label selector such as `app=web,tier in (a,b),!legacy`. */
export function parseLabelSelector(selector: string): Matcher {
  const requirements = splitRequirements(selector).map(labelRequirement);
  return object => requirements.every(matches => matches(object));
}

/** Reads a field selector; fields that the kind does not offer are refused, as the API server does. */
export function parseFieldSelector(
  selector: string,
  definition: Pick<ResourceDefinition, 'plural'>,
): Matcher {
  const allowed = [
    'metadata.name',
    'metadata.namespace',
    ...(FIELDS[definition.plural] ?? []),
  ];
  const requirements = splitRequirements(selector).map(text => {
    const pair = /^([^=!]+)(==|=|!=)(.*)$/.exec(text);
    if (!pair) {
      throw ApiError.badRequest(
        `invalid selector: '${text}'; can't understand '${text}'`,
      );
    }
    const [, field, operator, value] = pair;
    if (!allowed.includes(field)) {
      throw ApiError.badRequest(`field label not supported: ${field}`);
    }
    const path = field.split('.');
    return (object: KubeObject) =>
      (String(at(object, path) ?? '') === value) === (operator !== '!=');
  });
  return object => requirements.every(matches => matches(object));
}
