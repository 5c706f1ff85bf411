import { stringify } from 'yaml';
import { isObject } from '../../kubernetes/json';
import type { JsonObject } from '../../kubernetes/types';
import { RenderError } from './SourceTree';

type Node =
  | { type: 'text'; text: string }
  | { type: 'output'; code: string }
  | { type: 'block'; word: string; code: string; body: Node[]; other: Node[] };

interface Scope {
  root: unknown;
  dot: unknown;
  variables: Map<string, unknown>;
  named: Map<string, Node[]>;
}

const BLOCKS = new Set(['if', 'with', 'range', 'define']);

/** Reads a template of the small part of Go's language that simple charts use. */
function parse(source: string): Node[] {
  const root: Node[] = [];
  const open: { node: Node & { type: 'block' }; into: Node[] }[] = [];
  const into = () => open[open.length - 1]?.into ?? root;
  let position = 0;
  let trim = false;
  for (const match of source.matchAll(/\{\{(-)?\s*([\s\S]*?)\s*?(-)?\}\}/g)) {
    let plain = source.slice(position, match.index);
    plain = trim ? plain.trimStart() : plain;
    plain = match[1] ? plain.trimEnd() : plain;
    into().push({ type: 'text', text: plain });
    position = match.index + match[0].length;
    trim = Boolean(match[3]);
    const code = match[2].trim();
    const [word] = code.split(/\s+/, 1);
    const top = open[open.length - 1];
    if (code.startsWith('/*')) {
      continue;
    } else if (BLOCKS.has(word)) {
      const node = {
        type: 'block' as const,
        word,
        code: code.slice(word.length).trim(),
        body: [],
        other: [],
      };
      into().push(node);
      open.push({ node, into: node.body });
    } else if (word === 'else' && top) {
      const rest = code.slice(4).trim();
      if (rest.startsWith('if ')) {
        const node = {
          type: 'block' as const,
          word: 'if',
          code: rest.slice(3),
          body: [],
          other: [],
        };
        top.node.other.push(node);
        open[open.length - 1] = { node, into: node.body };
      } else {
        top.into = top.node.other;
      }
    } else if (word === 'end') {
      open.pop();
    } else {
      into().push({ type: 'output', code });
    }
  }
  const rest = source.slice(position);
  into().push({ type: 'text', text: trim ? rest.trimStart() : rest });
  return root;
}

function words(code: string): string[] {
  return (
    code.match(/"(?:[^"\\]|\\.)*"|`[^`]*`|\((?:[^()]|\([^()]*\))*\)|[^\s]+/g) ??
    []
  );
}

function stages(code: string): string[] {
  return code
    .split(/\|(?=(?:[^"`]*["`][^"`]*["`])*[^"`]*$)(?![^(]*\))/)
    .map(stage => stage.trim());
}

function member(value: unknown, path: string): unknown {
  return path
    .split('.')
    .filter(Boolean)
    .reduce<unknown>(
      (current, key) => (isObject(current) ? current[key] : undefined),
      value,
    );
}

function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.length > 0;
  }
  return isObject(value) ? Object.keys(value).length > 0 : Boolean(value);
}

function text(value: unknown): string {
  if (value === undefined || value === null) {
    return '';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function indent(width: unknown, value: unknown): string {
  const pad = ' '.repeat(Number(width));
  return text(value)
    .split('\n')
    .map(line => (line ? pad + line : line))
    .join('\n');
}

/** Functions get the piped value last, as in Go. */
const FUNCTIONS: Record<string, (...values: unknown[]) => unknown> = {
  default: (fallback, value) => (isTruthy(value) ? value : fallback),
  quote: value => JSON.stringify(text(value)),
  squote: value => `'${text(value)}'`,
  toYaml: value => stringify(value).trimEnd(),
  toJson: value => JSON.stringify(value),
  indent: (width, value) => indent(width, value),
  nindent: (width, value) => `\n${indent(width, value)}`,
  upper: value => text(value).toUpperCase(),
  lower: value => text(value).toLowerCase(),
  trunc: (length, value) => text(value).slice(0, Number(length)),
  trimSuffix: (suffix, value) =>
    text(value).endsWith(text(suffix))
      ? text(value).slice(0, -text(suffix).length)
      : text(value),
  replace: (from, to, value) => text(value).split(text(from)).join(text(to)),
  printf: (format, ...values) => {
    let next = 0;
    return text(format).replace(/%[sdvq]/g, verb => {
      const value = text(values[next++]);
      return verb === '%q' ? JSON.stringify(value) : value;
    });
  },
  int: value => Number(value),
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  not: value => !isTruthy(value),
  and: (...values) => values.find(value => !isTruthy(value)) ?? values.pop(),
  or: (...values) => values.find(isTruthy) ?? values.pop(),
  required: (message, value) => {
    if (!isTruthy(value)) {
      throw new RenderError(text(message));
    }
    return value;
  },
};

function operand(word: string, scope: Scope): unknown {
  if (word.startsWith('"')) {
    return JSON.parse(word);
  }
  if (word.startsWith('`')) {
    return word.slice(1, -1);
  }
  if (word.startsWith('(')) {
    return evaluate(word.slice(1, -1), scope);
  }
  if (/^-?\d+(\.\d+)?$/.test(word)) {
    return Number(word);
  }
  if (word === 'true' || word === 'false') {
    return word === 'true';
  }
  if (word.startsWith('$')) {
    const [name, ...path] = word.split('.');
    const value = name === '$' ? scope.root : scope.variables.get(name);
    return member(value, path.join('.'));
  }
  if (word.startsWith('.')) {
    return member(scope.dot, word);
  }
  throw new RenderError(`function "${word}" not defined`);
}

function evaluateStage(
  stage: string,
  piped: readonly unknown[],
  scope: Scope,
): unknown {
  const [first, ...rest] = words(stage);
  const call = FUNCTIONS[first];
  if (!call && first !== 'include' && first !== 'template') {
    return operand(first, scope);
  }
  const values = [...rest.map(word => operand(word, scope)), ...piped];
  if (call) {
    return call(...values);
  }
  const [name, dot] = values;
  const body = scope.named.get(text(name));
  if (!body) {
    throw new RenderError(`no template "${name}" associated`);
  }
  return run(body, { ...scope, dot });
}

function evaluate(code: string, scope: Scope): unknown {
  return stages(code).reduce<unknown[]>(
    (piped, stage) => [evaluateStage(stage, piped, scope)],
    [],
  )[0];
}

function runBlock(node: Node & { type: 'block' }, scope: Scope): string {
  if (node.word === 'define') {
    scope.named.set(JSON.parse(node.code), node.body);
    return '';
  }
  if (node.word === 'range') {
    const items = evaluate(node.code, scope);
    const list = Array.isArray(items)
      ? items
      : Object.values(isObject(items) ? items : {});
    return list.length > 0
      ? list.map(dot => run(node.body, { ...scope, dot })).join('')
      : run(node.other, scope);
  }
  const value = evaluate(node.code, scope);
  if (!isTruthy(value)) {
    return run(node.other, scope);
  }
  return run(
    node.body,
    node.word === 'with' ? { ...scope, dot: value } : scope,
  );
}

function run(nodes: readonly Node[], scope: Scope): string {
  return nodes
    .map(node => {
      if (node.type === 'text') {
        return node.text;
      }
      if (node.type === 'block') {
        return runBlock(node, scope);
      }
      const assignment = /^(\$\w+)\s*:?=\s*(.*)$/s.exec(node.code);
      if (assignment) {
        const [, name, code] = assignment;
        scope.variables.set(name, evaluate(code, scope));
        return '';
      }
      return text(evaluate(node.code, scope));
    })
    .join('');
}

/** Renders templates with the same data; names that one defines can be included by all. */
export function renderTemplates(
  templates: ReadonlyMap<string, string>,
  data: JsonObject,
): Map<string, string> {
  const named = new Map<string, Node[]>();
  const parsed = [...templates].map(
    ([name, source]) => [name, parse(source)] as const,
  );
  const scope = (): Scope => ({
    root: data,
    dot: data,
    variables: new Map(),
    named,
  });
  for (const [, nodes] of parsed) {
    for (const node of nodes) {
      if (node.type === 'block' && node.word === 'define') {
        runBlock(node, scope());
      }
    }
  }
  return new Map(
    parsed.map(([name, nodes]) => {
      try {
        return [name, run(nodes, scope())];
      } catch (error) {
        throw new RenderError(`template: ${name}: ${(error as Error).message}`);
      }
    }),
  );
}
