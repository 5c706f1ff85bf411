import { InputError } from '@backstage/errors';
import type express from 'express';

/** No name and no words have these; PostgreSQL refuses the first of them, and terminals obey others. */
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/**
 * Refuses what no page of ours sends: control characters in any text, and changes that are not JSON, as a form of another
 * site could send them.
 */
export const refuseWrongRequests: express.RequestHandler = (req, _, next) => {
  if (req.method !== 'GET' && req.method !== 'HEAD' && !isJson(req)) {
    throw new InputError('Send it as application/json.');
  }
  if (hasControls([decoded(req.path), req.query, req.body])) {
    throw new InputError('The request has control characters.');
  }
  next();
};

function isJson(req: express.Request): boolean {
  return /^application\/json\s*(;|$)/i.test(req.header('content-type') ?? '');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new InputError('The path is not encoded as a URL must be.');
  }
}

function hasControls(value: unknown): boolean {
  if (typeof value === 'string') {
    return CONTROLS.test(value);
  }
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).some(entry => entry.some(hasControls))
  );
}
