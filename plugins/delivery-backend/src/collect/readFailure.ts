import type { SourceError } from '@throughline/plugin-delivery-common';
import { cleanMessage, SourceFailure } from '@throughline/plugin-delivery-node';

/** A failure as it is kept and acted upon. */
export interface Failure {
  kind: SourceError['kind'];
  message: string;
  retryAfterMs?: number;
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'UND_ERR_SOCKET',
]);

const KINDS: readonly string[] = [
  'unreachable',
  'timeout',
  'authentication',
  'permission',
  'rateLimit',
  'protocol',
  'configuration',
  'internal',
];

/** Makes sense of whatever a provider throws; never throws itself. */
export function readFailure(thrown: unknown): Failure {
  try {
    return read(thrown);
  } catch {
    return { kind: 'internal', message: 'The provider failed oddly' };
  }
}

function read(thrown: unknown): Failure {
  if (!(thrown instanceof Error)) {
    return {
      kind: 'internal',
      message: cleanMessage(`The provider threw ${typeof thrown}`),
    };
  }
  const message = cleanMessage(thrown.message || thrown.name);
  // By name as well: a module may bring a copy of the package of its own.
  if (thrown instanceof SourceFailure || thrown.name === 'SourceFailure') {
    const { kind, retryAfterMs } = thrown as SourceFailure;
    if (KINDS.includes(kind)) {
      return {
        kind,
        message,
        ...(typeof retryAfterMs === 'number' && retryAfterMs > 0
          ? { retryAfterMs }
          : {}),
      };
    }
  }
  const { code } = thrown as NodeJS.ErrnoException;
  if (code && UNREACHABLE.has(code)) {
    return { kind: 'unreachable', message };
  }
  return {
    kind: thrown.name === 'TimeoutError' ? 'timeout' : 'internal',
    message,
  };
}
