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
  /** Asked when its turn has come, as that may depend on the parts before; always, unless told. */
  isWanted?(): boolean;
  tell(): AsyncGenerator<Observation>;
}

/**
 * Some kinds of a repository's items could not be looked at; the others could.
 *
 * @public
 */
export class PartFailure extends SourceFailure {
  /**
   * @param parts - what failed, by kind
   * @param isWhole - whether nothing was looked at besides
   */
  constructor(
    readonly parts: ReadonlyMap<string, SourceFailure>,
    readonly isWhole: boolean,
  ) {
    const [first] = parts.values();
    const messages = new Set([...parts.values()].map(each => each.message));
    super(first.kind, [...messages].join('; '), {
      cause: first,
      retryAfterMs: first.retryAfterMs,
    });
  }
}

/** So many parts that cannot be reached say that nothing can. */
const GIVE_UP_AFTER = 2;

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
  let looked = 0;
  let outages = 0;
  for (const part of parts) {
    if (part.isWanted && !part.isWanted()) {
      continue;
    }
    looked += 1;
    try {
      yield* part.tell();
    } catch (error) {
      if (signal.aborted || isWholesale(error)) {
        throw error;
      }
      const failure = error as SourceFailure;
      failures.set(part.kind, failure);
      outages +=
        failure.kind === 'unreachable' || failure.kind === 'timeout' ? 1 : 0;
      if (outages >= GIVE_UP_AFTER) {
        throw failure;
      }
    }
  }
  if (failures.size > 0) {
    throw new PartFailure(failures, failures.size === looked);
  }
}
