import { Request, RequestHandler, Response } from 'express';
import { ci } from '../../world/people';
import { RateLimit, RateLimits } from '../RateLimits';
import { isJwt, loginOfToken, tokenOf, Tokens } from '../Tokens';
import { sendError } from './answer';

/** Lets known tokens through and counts what they ask; a 304 costs nothing, as upstream. */
export function authenticate(
  tokens: Tokens,
  limits: RateLimits,
): RequestHandler {
  return (req, res, next) => {
    const token = tokenOf(req.header('authorization'));
    if (!token) {
      sendError(res, 401, 'Requires authentication');
      return;
    }
    const forApp =
      /^\/(app|orgs\/[^/]+\/installation|repos\/[^/]+\/[^/]+\/installation)(\/|$)/;
    if (isJwt(token) ? !forApp.test(req.path) : !tokens.accepts(token)) {
      sendError(res, 401, 'Bad credentials');
      return;
    }
    if (req.path === '/graphql' || req.path === '/rate_limit') {
      next();
      return;
    }
    const before = limits.read(token, 'core');
    if (before.remaining === 0) {
      rateLimitHeaders(res, before, 'core');
      sendError(
        res,
        403,
        'API rate limit exceeded for installation. If you reach out to GitHub Support for help, please include the request ID.',
      );
      return;
    }
    const writeHead = res.writeHead.bind(res);
    // The status is known only when the head is written.
    res.writeHead = ((...args: Parameters<Response['writeHead']>) => {
      const status = typeof args[0] === 'number' ? args[0] : res.statusCode;
      rateLimitHeaders(
        res,
        limits.take(token, 'core', status === 304 ? 0 : 1),
        'core',
      );
      return writeHead(...args);
    }) as Response['writeHead'];
    next();
  };
}

/** Who asks: the person whose token it is, or the App. */
export function actorOf(req: Request): string {
  return loginOfToken(tokenOf(req.header('authorization'))) ?? ci.login;
}

/** The headers that tell where a token stands. */
export function rateLimitHeaders(
  res: Response,
  limit: RateLimit,
  resource: string,
) {
  res.setHeader('x-ratelimit-limit', limit.limit);
  res.setHeader('x-ratelimit-remaining', limit.remaining);
  res.setHeader('x-ratelimit-used', limit.used);
  res.setHeader('x-ratelimit-reset', limit.reset);
  res.setHeader('x-ratelimit-resource', resource);
}
