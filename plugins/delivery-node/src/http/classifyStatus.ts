import type { SourceError } from '@throughline/plugin-delivery-common';

/**
 * What an HTTP status means for a source, where the vendor has no rule of its own.
 *
 * @public
 */
export function classifyStatus(status: number): SourceError['kind'] {
  if (status === 401) {
    return 'authentication';
  }
  if (status === 403) {
    return 'permission';
  }
  if (status === 429) {
    return 'rateLimit';
  }
  if (status === 408 || status === 504) {
    return 'timeout';
  }
  return status >= 500 ? 'unreachable' : 'protocol';
}

/**
 * Reads a `Retry-After` header (RFC 9110 section 10.2.3), in milliseconds from now.
 *
 * @public
 */
export function retryAfterMs(header: string | null): number | undefined {
  if (!header) {
    return undefined;
  }
  if (/^\d+$/.test(header.trim())) {
    return Number(header) * 1000;
  }
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
