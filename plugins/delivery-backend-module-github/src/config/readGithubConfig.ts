import type { Config } from '@backstage/config';
import {
  configProblem,
  readAllowed,
  readBudget,
  readHistory,
  readMilliseconds,
  readOptionalSecret,
  type HistoryConfig,
  type Secret,
} from '@throughline/plugin-delivery-node';

const PATTERNS = {
  pattern: /^[A-Za-z0-9.*-]+(:\d{1,5})?\/[A-Za-z0-9*_.-]+\/[A-Za-z0-9*_.-]+$/,
  things: 'repositories',
  example: ['github.com/acme/gitops', 'github.com/acme/deploy-*'],
};

/** What `delivery.github` says, for all hosts. */
export interface GithubConfig {
  pollMs: number;
  /** The share of the rate limit that may be used, from 0 to 1. */
  budget: number;
  history: HistoryConfig;
  /** Whether anything may be written, or patterns of the repositories to which. */
  write: boolean | string[];
  /** Whether workflows may be run and stopped, or patterns of the repositories whose. */
  operations: boolean | string[];
  webhook: {
    secrets: Secret[];
    /** Webhooks of organisations whose failed deliveries are looked through. */
    organizationHooks: OrganizationHook[];
  };
}

/** A webhook of an organisation. */
export interface OrganizationHook {
  host: string;
  organization: string;
  hookId: number;
}

/**
 * Reads `delivery.github`.
 *
 * @throws InputError naming the key and how to mend it
 */
export function readGithubConfig(root: Config): GithubConfig {
  const path = 'delivery.github';
  const config = root.getOptionalConfig(path);
  return {
    pollMs: config
      ? readMilliseconds(config, 'pollEvery', path, {
          fallback: 60_000,
          minimum: 2_000,
        })
      : 60_000,
    budget: readBudget(config, path) ?? 0.25,
    history: readHistory(config, path, { commits: 1_000 }),
    write: readAllowed(config, path, 'write', PATTERNS),
    operations: readAllowed(config, path, 'operations', PATTERNS),
    webhook: readWebhook(config?.getOptionalConfig('webhook'), path),
  };
}

function readWebhook(
  webhook: Config | undefined,
  path: string,
): GithubConfig['webhook'] {
  if (!webhook) {
    return { secrets: [], organizationHooks: [] };
  }
  const at = `${path}.webhook`;
  const single = readOptionalSecret(webhook, 'secret', at);
  const several = webhook.getOptionalStringArray('secrets') ?? [];
  several.forEach((secret, index) => {
    if (secret.trim() === '') {
      throw configProblem(
        `${at}.secrets[${index}]`,
        'it is empty',
        'Is the environment variable that it comes from set?',
      );
    }
  });
  const secrets = [
    ...(single ? [single] : []),
    ...several.map(secret => ({ get: async () => secret.trim() })),
  ];
  if (secrets.length === 0) {
    throw configProblem(
      `${at}.secret`,
      'it is missing',
      'Set secret, secrets or secretFile, or leave the webhook out: without a secret there is no route.',
    );
  }
  return { secrets, organizationHooks: readHooks(webhook, at) };
}

function readHooks(webhook: Config, path: string): OrganizationHook[] {
  const hooks = webhook.getOptionalConfigArray('organizationHooks') ?? [];
  return hooks.map((hook, index) => {
    const at = `${path}.organizationHooks[${index}]`;
    const organization = hook.getOptionalString('organization') ?? '';
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(organization)) {
      throw configProblem(
        `${at}.organization`,
        'it is missing or not the name of an organisation',
        'Write it as in the URL of the organisation.',
      );
    }
    const hookId = hook.getOptionalNumber('hookId') ?? 0;
    if (!Number.isInteger(hookId) || hookId < 1) {
      throw configProblem(
        `${at}.hookId`,
        'it is missing or not a number',
        "Use the number at the end of the webhook's settings page URL.",
      );
    }
    return {
      host: hook.getOptionalString('host') ?? 'github.com',
      organization,
      hookId,
    };
  });
}
