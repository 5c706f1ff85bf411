import { createHash } from 'crypto';
import { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { RepositoryInfo } from '../code/CodeHost';
import { Forge } from '../Forge';

/** An answer other than the one asked for. */
export class RestError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** What is wrong with the fields of a request. */
    readonly errors?: readonly Record<string, string>[],
  ) {
    super(message);
    this.name = 'RestError';
  }
}

/** Sends an error as the API words it. */
export function sendError(
  res: Response,
  status: number,
  message: string,
  errors?: readonly Record<string, string>[],
) {
  res.status(status).json({
    message,
    ...(errors && { errors }),
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  });
}

/** Wraps a handler: its errors become answers. */
export function handle(
  work: (req: Request, res: Response) => Promise<void> | void,
): RequestHandler {
  return (req, res, next) => {
    Promise.resolve()
      .then(() => work(req, res))
      .catch(error =>
        error instanceof RestError
          ? sendError(res, error.status, error.message, error.errors)
          : next(error),
      );
  };
}

/**
 * Sends JSON with an ETag, or 304. The ETag depends on the token, as upstream: after a token has been
 * rotated, nothing that was cached is of use.
 */
export function send(req: Request, res: Response, body: unknown) {
  const content = JSON.stringify(body);
  const hash = createHash('sha256')
    .update(req.header('authorization') ?? '')
    .update(content)
    .digest('hex');
  const etag = `W/"${hash}"`;
  res.setHeader('etag', etag);
  res.setHeader('cache-control', 'private, max-age=60, s-maxage=60');
  res.setHeader('vary', 'Accept, Authorization, Cookie, X-GitHub-OTP');
  const known = (req.header('if-none-match') ?? '')
    .split(',')
    .map(value => value.trim().replace(/^W\//, ''));
  if (req.method === 'GET' && known.includes(`"${hash}"`)) {
    res.status(304).end();
    return;
  }
  res.type('application/json; charset=utf-8').send(content);
}

/** The page of a list that was asked for; sets the Link header. */
export function page<T>(
  forge: Forge,
  req: Request,
  res: Response,
  items: readonly T[],
): T[] {
  const size = Math.min(100, positive(req.query.per_page, 30));
  const number = positive(req.query.page, 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (to: number, rel: string) => {
    const url = new URL(req.originalUrl, forge.baseUrl);
    url.searchParams.set('page', String(to));
    return `<${url.href}>; rel="${rel}"`;
  };
  const links = [
    ...(number > 1 ? [link(number - 1, 'prev')] : []),
    ...(number < last ? [link(number + 1, 'next'), link(last, 'last')] : []),
    ...(number > 1 ? [link(1, 'first')] : []),
  ];
  if (links.length > 0) {
    res.setHeader('link', links.join(', '));
  }
  return items.slice((number - 1) * size, number * size);
}

/** A query parameter as text. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The body of a request; 422 where it has another shape, as upstream. */
export function bodyOf<T extends z.ZodType>(
  req: Request,
  schema: T,
): z.infer<T> {
  const { data, error } = schema.safeParse(req.body ?? {});
  if (error) {
    const [issue] = error.issues;
    throw new RestError(
      422,
      `Invalid request.\n\n"${issue.path.join('.')}": ${issue.message}`,
    );
  }
  return data as z.infer<T>;
}

/** The repository that a request is about; 404 where there is none. */
export function repositoryOf(forge: Forge, req: Request): RepositoryInfo {
  const info = forge.code.find(`${req.params.owner}/${req.params.repo}`);
  if (!info) {
    throw new RestError(404, 'Not Found');
  }
  return info;
}

/** The commit that a ref names; 404 where there is none. */
export async function commitOf(
  forge: Forge,
  info: RepositoryInfo,
  ref: string,
) {
  const sha = await forge.code.resolve(info.fullName, ref);
  const commit = sha && (await forge.code.commit(info.fullName, sha));
  if (!commit) {
    throw /^[0-9a-f]{40}$/.test(ref)
      ? new RestError(422, `No commit found for SHA: ${ref}`)
      : new RestError(404, 'Not Found');
  }
  return commit;
}

function positive(value: unknown, otherwise: number): number {
  const parsed = Number(value);
  return Number.isInteger(parsed) && parsed > 0 ? parsed : otherwise;
}
