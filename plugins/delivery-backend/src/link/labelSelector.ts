/** One requirement of a label selector. */
export interface LabelRequirement {
  key: string;
  operator: 'in' | 'notIn' | 'exists' | 'absent';
  values: string[];
}

const KEY =
  /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const VALUE = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;

/**
 * Reads a label selector as Kubernetes writes it: `a=b,c!=d,e in (f,g),!h`.
 *
 * @returns what is wrong with it, as a text, where it cannot be read
 */
export function parseLabelSelector(text: string): LabelRequirement[] | string {
  const parts = splitOutsideParentheses(text);
  if (parts.length === 0) {
    return 'it is empty, and would select everything';
  }
  const requirements: LabelRequirement[] = [];
  for (const part of parts) {
    const requirement = parseRequirement(part);
    if (typeof requirement === 'string') {
      return requirement;
    }
    requirements.push(requirement);
  }
  if (requirements.every(each => each.operator !== 'in')) {
    return 'it names no label with a value, and would select almost everything';
  }
  return requirements;
}

/** Whether labels fulfil all requirements. */
export function matchesLabels(
  requirements: readonly LabelRequirement[],
  labels: Readonly<Record<string, string>>,
): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    switch (operator) {
      case 'in':
        return value !== undefined && values.includes(value);
      case 'notIn':
        return value === undefined || !values.includes(value);
      case 'exists':
        return value !== undefined;
      default:
        return value === undefined;
    }
  });
}

function splitOutsideParentheses(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map(part => part.trim())
    .filter(part => part !== '');
}

function parseRequirement(part: string): LabelRequirement | string {
  const set = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(part);
  if (set) {
    const values = set[3].split(',').map(value => value.trim());
    return check(set[1], set[2] === 'in' ? 'in' : 'notIn', values, part);
  }
  const equality = /^([^=!\s]+)\s*(==|=|!=)\s*([^=!\s]*)$/.exec(part);
  if (equality) {
    const operator = equality[2] === '!=' ? 'notIn' : 'in';
    return check(equality[1], operator, [equality[3]], part);
  }
  if (part.startsWith('!')) {
    return check(part.slice(1).trim(), 'absent', [], part);
  }
  return check(part, 'exists', [], part);
}

function check(
  key: string,
  operator: LabelRequirement['operator'],
  values: string[],
  part: string,
): LabelRequirement | string {
  if (!KEY.test(key) || values.some(value => !VALUE.test(value))) {
    return `'${part.slice(0, 80)}' is no requirement of a label selector`;
  }
  return { key, operator, values };
}
