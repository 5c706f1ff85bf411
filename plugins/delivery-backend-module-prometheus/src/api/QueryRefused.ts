import type { SourceError } from '@throughline/plugin-delivery-common';
import { cleanMessage, SourceFailure } from '@throughline/plugin-delivery-node';

const KINDS: Record<string, SourceError['kind']> = {
  bad_data: 'configuration',
  execution: 'configuration',
  timeout: 'timeout',
  canceled: 'timeout',
  unavailable: 'unreachable',
  internal: 'unreachable',
};

const MEANS: Record<string, string> = {
  bad_data: 'the query is not valid',
  execution: 'the query cannot be carried out',
  timeout: 'the query took too long',
  canceled: 'the query was given up',
  unavailable: 'the server is not ready for queries',
  internal: 'the server failed',
};

/** One query that the server answered with an error of its own: the server is there, and other queries may do well. */
export class QueryRefused extends SourceFailure {
  constructor(errorType: string | undefined, error: string | undefined) {
    const type = errorType ?? 'no type';
    super(
      KINDS[type] ?? 'protocol',
      `${MEANS[type] ?? 'the query failed'} (${cleanMessage(
        type,
        40,
      )}): ${cleanMessage(error ?? 'no reason given')}`,
    );
  }
}
