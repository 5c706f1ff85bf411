import { InputError } from '@backstage/errors';

/** A step into a YAML document: a key, a place in a list, or the entry of a list that has a field of a value. */
export type PathStep =
  | { type: 'key'; key: string }
  | { type: 'index'; index: number }
  | { type: 'entry'; field: string; value: string };

const STEP =
  /^(?:\.?([A-Za-z0-9_$/-][A-Za-z0-9_$/-]*)|\["((?:[^"\\]|\\.)*)"\]|\[(\d{1,4})\]|\[([A-Za-z0-9_-]+)=([^\]]+)\])/;

/**
 * Reads the way to a value in a YAML document: `image.tag`, `spec.sources[1].targetRevision`,
 * `images[name=ghcr.io/acme/checkout].newTag`, `["a.b"].c`.
 *
 * @throws InputError where it is none
 */
export function parseScalarPath(text: string): PathStep[] {
  const steps: PathStep[] = [];
  let rest = text;
  while (rest !== '') {
    const match = STEP.exec(rest);
    if (!match || (rest.startsWith('.') && steps.length === 0)) {
      throw new InputError(
        `'${text.slice(
          0,
          120,
        )}' is no path of a value: it cannot be read from '${rest.slice(
          0,
          40,
        )}' on. Write it like image.tag, spec.sources[0].targetRevision or images[name=registry/app].newTag.`,
      );
    }
    const [whole, key, quoted, index, field, value] = match;
    if (key !== undefined || quoted !== undefined) {
      steps.push({ type: 'key', key: key ?? JSON.parse(`"${quoted}"`) });
    } else if (index !== undefined) {
      steps.push({ type: 'index', index: Number(index) });
    } else {
      steps.push({ type: 'entry', field, value });
    }
    rest = rest.slice(whole.length);
  }
  if (steps.length === 0) {
    throw new InputError(
      'The path of a value is empty. Write it like image.tag.',
    );
  }
  return steps;
}

/** Writes a path as {@link parseScalarPath} reads it. */
export function formatScalarPath(steps: readonly PathStep[]): string {
  return steps
    .map((step, index) => {
      if (step.type === 'index') {
        return `[${step.index}]`;
      }
      if (step.type === 'entry') {
        return `[${step.field}=${step.value}]`;
      }
      if (!/^[A-Za-z0-9_$/-]+$/.test(step.key)) {
        return `[${JSON.stringify(step.key)}]`;
      }
      return index === 0 ? step.key : `.${step.key}`;
    })
    .join('');
}
