import type { SourceError } from '@throughline/plugin-delivery-common';
import { cleanMessage, SourceFailure } from '@throughline/plugin-delivery-node';

const TYPES: Record<string, [SourceError['kind'], string]> = {
  bad_data: ['configuration', 'the query is not valid'],
  execution: ['configuration', 'the query cannot be carried out'],
  timeout: ['timeout', 'the query took too long'],
  canceled: ['timeout', 'the query was given up'],
  unavailable: ['unreachable', 'the server is not ready for queries'],
  internal: ['unreachable', 'the server failed'],
};

/** One query that the server answered with an error of its own: the server is there, and other queries may do well. */
export class QueryRefused extends SourceFailure {
  constructor(errorType: string | undefined, error: string | undefined) {
    const type = errorType ?? 'no type';
    const [kind, meaning] = Object.hasOwn(TYPES, type)
      ? TYPES[type]
      : ['protocol' as const, 'the query failed'];
    super(
      kind,
      `${meaning} (${cleanMessage(type, 40)}): ${cleanMessage(
        error ?? 'no reason given',
      )}`,
    );
  }
}
