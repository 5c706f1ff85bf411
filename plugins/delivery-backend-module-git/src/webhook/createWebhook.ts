import { z } from 'zod';
import { repositoryIdentity } from '@throughline/plugin-delivery-common';
import {
  matchesAnySecret,
  type Secret,
  type WebhookRequest,
  type WebhookVerdict,
} from '@throughline/plugin-delivery-node';
import type { HostConfig } from '../config/readHost';

const Hint = z.object({ repository: z.string().min(1).max(2_000) });

/**
 * Reads the hint that a repository's hook sends after a push, `{"repository": "<url>"}`. There is no standard for it, so
 * the sender shows a secret as bearer token. The same hint may come again and again, so it has no id.
 */
export function createWebhook(
  hosts: readonly Pick<HostConfig, 'name' | 'host'>[],
  secrets: readonly Secret[],
): (request: WebhookRequest) => Promise<WebhookVerdict> {
  return async ({ headers, body }) => {
    const token = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (!token || !(await matchesAnySecret(token, secret => secret, secrets))) {
      return {
        type: 'rejected',
        reason: 'the Authorization header does not hold the secret',
      };
    }
    const identity = readIdentity(body);
    if (!identity) {
      return {
        type: 'ignored',
        reason: 'it names no repository: the body is {"repository": "<url>"}',
      };
    }
    const hints = hosts
      .filter(({ host }) => identity.startsWith(`${host}/`))
      .map(({ name }) => ({
        sourceId: `git:${name}`,
        hint: { subject: identity },
      }));
    return hints.length > 0
      ? { type: 'hints', hints }
      : { type: 'ignored', reason: 'its repository is of no configured host' };
  };
}

function readIdentity(body: Buffer): string | undefined {
  try {
    const { repository } = Hint.parse(JSON.parse(body.toString('utf8')));
    return repositoryIdentity(repository);
  } catch {
    return undefined;
  }
}
