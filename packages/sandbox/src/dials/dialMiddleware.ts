import { RequestHandler, Response } from 'express';
import { Dials } from './Dials';
import { malform } from './malform';

/** Counts a listener's requests, and applies its faults to them. */
export function dialMiddleware(dials: Dials, listener: string): RequestHandler {
  dials.register(listener);
  let failures = 0;
  return async (req, res, next) => {
    dials.count(listener);
    const set = dials.get(listener);
    if (!set) {
      next();
      return;
    }
    if (set.refuse) {
      req.socket.destroy();
      return;
    }
    if (set.hang) {
      return;
    }
    if (set.latencyMs > 0) {
      await new Promise(resolve => setTimeout(resolve, set.latencyMs));
    }
    // Spread evenly rather than drawn by lot, so that a rate of 0.5 fails every second request.
    failures += set.errorRate;
    if (failures >= 1) {
      failures -= 1;
      res.status(500).json({ message: 'Internal Server Error' });
      return;
    }
    if (set.rateLimit) {
      res.setHeader('x-ratelimit-remaining', '0');
      res.setHeader(
        'x-ratelimit-reset',
        String(Math.ceil(Date.now() / 1000) + 60),
      );
      res.setHeader('retry-after', '60');
      res.status(429).json({ message: 'API rate limit exceeded' });
      return;
    }
    if (set.html) {
      res
        .status(200)
        .type('html')
        .send('<!doctype html><title>Sign in</title><p>Please sign in.</p>');
      return;
    }
    if (set.halfJson) {
      cutShort(res);
    }
    if (set.malformed > 0) {
      breakItems(res, set.malformed);
    }
    res.on(
      'close',
      dials.answering(listener, () => res.destroy()),
    );
    next();
  };
}

/** Lets half of the first piece through, then ends as if that were all. */
function cutShort(res: Response) {
  const end = res.end.bind(res);
  const stop = (chunk: unknown): boolean => {
    if (typeof chunk === 'string' || Buffer.isBuffer(chunk)) {
      const whole = Buffer.from(chunk as string);
      res.removeHeader('content-length');
      end(whole.subarray(0, Math.ceil(whole.length / 2)));
      return true;
    }
    return false;
  };
  let done = false;
  res.write = ((chunk: unknown) => {
    done = done || stop(chunk);
    return true;
  }) as Response['write'];
  res.end = ((chunk?: unknown) => {
    if (!done && !stop(chunk)) {
      end();
    }
    done = true;
    return res;
  }) as Response['end'];
}

/** Breaks items of lists in JSON answers that are sent in one piece. */
function breakItems(res: Response, share: number) {
  const send = res.send.bind(res);
  res.send = (body: unknown) => {
    if (typeof body !== 'string' && !Buffer.isBuffer(body)) {
      return send(body);
    }
    try {
      res.removeHeader('content-length');
      return send(JSON.stringify(malform(JSON.parse(String(body)), share)));
    } catch {
      return send(body);
    }
  };
}
