import { SourceFailure } from '@throughline/plugin-delivery-node';

const DOUBTFUL: readonly SourceFailure['kind'][] = [
  'timeout',
  'unreachable',
  'rateLimit',
];

/** Whether nobody knows if what was asked for was done; every other failure says that it was not. */
export function isDoubtful(error: unknown): boolean {
  return error instanceof SourceFailure && DOUBTFUL.includes(error.kind);
}
