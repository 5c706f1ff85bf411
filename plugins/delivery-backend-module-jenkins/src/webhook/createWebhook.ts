import { z } from 'zod';
import {
  matchesAnySecret,
  type Secret,
  type WebhookRequest,
  type WebhookVerdict,
} from '@throughline/plugin-delivery-node';

const Body = z.object({
  job: z.string().min(1).max(1_000),
  instance: z.string().max(100).optional(),
});

/**
 * Reads what a Jenkinsfile sends: which job has news. Jenkins has no webhook of its own and signs nothing, so what it
 * shows is a secret; replayed, it is one more look at the job.
 *
 * @param instances - the names of the configured ones; those that are asked where none is named
 */
export function createWebhook(
  instances: readonly string[],
  secrets: readonly Secret[],
): (request: WebhookRequest) => Promise<WebhookVerdict> {
  return async ({ headers, body }) => {
    const shown = /^Bearer\s+(\S+)\s*$/i.exec(headers.authorization ?? '')?.[1];
    if (!shown || !(await matchesAnySecret(shown, own => own, secrets))) {
      return {
        type: 'rejected',
        reason: 'the Authorization header does not hold the secret',
      };
    }
    const news = readBody(body);
    if (!news) {
      return { type: 'ignored', reason: 'it names no job' };
    }
    const named = instances.filter(
      name => news.instance === undefined || news.instance === name,
    );
    if (named.length === 0) {
      return { type: 'ignored', reason: 'it names no configured instance' };
    }
    return {
      type: 'hints',
      hints: named.map(name => ({
        sourceId: `jenkins:${name}`,
        hint: { subject: news.job },
      })),
    };
  };
}

function readBody(body: Buffer): z.infer<typeof Body> | undefined {
  try {
    const { job, ...rest } = Body.parse(JSON.parse(body.toString('utf8')));
    const name = job.replace(/^\/+|\/+$/g, '');
    return name ? { job: name, ...rest } : undefined;
  } catch {
    return undefined;
  }
}
