import type { TargetFacts } from './TargetFacts';

/** A short-lived environment of a pull request or branch. */
export interface PreviewPlace {
  /** The pull request's number, or the branch. */
  key: string;
  rule: string;
}

const KEY_LABELS = ['delivery/preview', 'preview'];
const NUMBERED = /(?:^|[-_.])(?:pr|mr|pull|pull-request)[-_.]?(\d{1,7})$/i;

/**
 * Recognises preview environments, which are of a kind of their own and never fill a lane: by a label that names
 * the key, or by a name or namespace that ends in the number of a pull request, as the usual generators write it.
 */
export function previewOf(target: TargetFacts): PreviewPlace | undefined {
  for (const label of KEY_LABELS) {
    const value = Object.hasOwn(target.labels, label)
      ? target.labels[label]
      : undefined;
    if (value && value !== 'false') {
      const key =
        value === 'true'
          ? numberIn(target) ?? target.name
          : NUMBERED.exec(value)?.[1] ?? value;
      return { key, rule: `label ${label}=${value}` };
    }
  }
  for (const [word, text] of [
    ['name', target.name],
    ['namespace', target.runsIn],
  ]) {
    const match = text ? NUMBERED.exec(text) : null;
    if (match) {
      return { key: match[1], rule: `${word} ${text}` };
    }
  }
  return undefined;
}

function numberIn(target: TargetFacts): string | undefined {
  return (
    NUMBERED.exec(target.name)?.[1] ??
    (target.runsIn ? NUMBERED.exec(target.runsIn)?.[1] : undefined)
  );
}
