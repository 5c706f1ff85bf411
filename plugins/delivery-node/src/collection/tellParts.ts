import { SourceFailure, type Observation } from '../contract';
import { isWholesale } from './isWholesale';

/**
 * One kind of a repository's items, and how it is told.
 *
 * @public
 */
export interface RepositoryPart {
  /** One of the scopes that each repository has. */
  kind: string;
  tell(): AsyncGenerator<Observation>;
}

/**
 * Some kinds of a repository's items could not be looked at; the others could.
 *
 * @public
 */
export class PartFailure extends SourceFailure {
  constructor(readonly parts: ReadonlyMap<string, SourceFailure>) {
    const [first] = parts.values();
    const messages = new Set([...parts.values()].map(each => each.message));
    super(first.kind, [...messages].join('; '), {
      cause: first,
      retryAfterMs: first.retryAfterMs,
    });
  }
}

/**
 * Tells one part after the other; one that fails leaves the others.
 *
 * @throws PartFailure at the end, where some failed; what concerns the whole upstream at once
 * @public
 */
export async function* tellParts(
  parts: readonly RepositoryPart[],
  signal: AbortSignal,
): AsyncGenerator<Observation> {
  const failures = new Map<string, SourceFailure>();
  for (const { kind, tell } of parts) {
    try {
      yield* tell();
    } catch (error) {
      if (signal.aborted || isWholesale(error)) {
        throw error;
      }
      failures.set(kind, error as SourceFailure);
    }
  }
  if (failures.size > 0) {
    throw new PartFailure(failures);
  }
}
