/** A `tree` that cannot be read. */
export class TreeError extends Error {}

type Selection = Map<string, { below?: Selection; from: number; to: number }>;

/** What is told of an object that somebody asked for by name only. */
const SHALLOW = ['name', 'number', 'url', 'color', 'value', 'shortDescription'];

/**
 * Cuts an object down to what a `tree` asks for, as Jenkins does; without one, what is nested is told by its name and
 * address only. `_class` always comes along.
 *
 * @throws TreeError
 */
export function projectTree(value: unknown, tree: string | undefined): unknown {
  return tree === undefined
    ? shallow(value, 2)
    : project(value, parseTree(tree));
}

function project(value: unknown, selection: Selection): unknown {
  if (Array.isArray(value)) {
    return value.map(one => project(one, selection));
  }
  if (!isObject(value)) {
    return value;
  }
  const result: Record<string, unknown> = {};
  if (value._class !== undefined) {
    result._class = value._class;
  }
  for (const [name, { below, from, to }] of selection) {
    if (name in value) {
      const inner = value[name];
      const cut = Array.isArray(inner) ? inner.slice(from, to) : inner;
      result[name] = below ? project(cut, below) : shallow(cut, 1);
    }
  }
  return result;
}

/** @param depth - how many levels are told whole */
function shallow(value: unknown, depth: number): unknown {
  if (Array.isArray(value)) {
    return value.map(one => shallow(one, depth - 1));
  }
  if (!isObject(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => depth > 0 || key === '_class' || SHALLOW.includes(key))
      .map(([key, inner]) => [key, shallow(inner, depth - 1)]),
  );
}

function parseTree(tree: string): Selection {
  let at = 0;
  const list = (): Selection => {
    const selection: Selection = new Map();
    for (;;) {
      const [name] = /^\w+/.exec(tree.slice(at)) ?? [];
      if (!name) {
        throw new TreeError(`Expected a name at ${at} of the tree: ${tree}`);
      }
      at += name.length;
      let below: Selection | undefined;
      if (tree[at] === '[') {
        at += 1;
        below = list();
        if (tree[at] !== ']') {
          throw new TreeError(`Expected ] at ${at} of the tree: ${tree}`);
        }
        at += 1;
      }
      const range = /^\{(\d*),?(\d*)\}/.exec(tree.slice(at));
      at += range?.[0].length ?? 0;
      selection.set(name, {
        below,
        from: Number(range?.[1] ?? 0),
        to: range?.[2] ? Number(range[2]) : Infinity,
      });
      if (tree[at] !== ',') {
        return selection;
      }
      at += 1;
    }
  };
  const selection = list();
  if (at < tree.length) {
    throw new TreeError(`Nothing expected at ${at} of the tree: ${tree}`);
  }
  return selection;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
