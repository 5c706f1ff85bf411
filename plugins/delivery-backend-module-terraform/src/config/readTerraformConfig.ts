import type { Config } from '@backstage/config';
import {
  configProblem,
  readWebhookSecrets,
  refuseDuplicateNames,
  type Secret,
} from '@throughline/plugin-delivery-node';
import { readOrganization, type OrganizationConfig } from './readOrganization';
import { readPublished, type PublishedConfig } from './readPublished';

/** All that `delivery.terraform` says. */
export interface TerraformConfig {
  organizations: OrganizationConfig[];
  published: PublishedConfig[];
  webhookSecrets: Secret[];
}

/** The name of the source that holds what is published, which no organization may have. */
export const PUBLISHED = 'published';

/**
 * Reads `delivery.terraform`.
 *
 * @throws InputError naming the key and how to mend it
 */
export function readTerraformConfig(root: Config): TerraformConfig {
  const path = 'delivery.terraform';
  const config = root.getOptionalConfig(path);
  const organizations = readOrganizations(config, `${path}.organizations`);
  const published = (config?.getOptionalConfigArray('published') ?? []).map(
    (entry, index) => readPublished(entry, `${path}.published[${index}]`),
  );
  refuseDuplicateNames(
    published.map(({ key }) => key),
    `${path}.published`,
  );
  const webhook = config?.getOptionalConfig('webhook');
  const webhookSecrets = readWebhookSecrets(webhook, `${path}.webhook`);
  if (webhook && webhookSecrets.length === 0) {
    throw configProblem(
      `${path}.webhook.secret`,
      'it is missing',
      'Set secret or secretFile, or leave the webhook out: without a secret there is no route.',
    );
  }
  return { organizations, published, webhookSecrets };
}

function readOrganizations(
  config: Config | undefined,
  path: string,
): OrganizationConfig[] {
  const organizations = (
    config?.getOptionalConfigArray('organizations') ?? []
  ).map((entry, index) => readOrganization(entry, `${path}[${index}]`));
  refuseDuplicateNames(
    organizations.map(({ name }) => name),
    path,
  );
  const taken = organizations.findIndex(({ name }) => name === PUBLISHED);
  if (taken !== -1) {
    throw configProblem(
      `${path}[${taken}].name`,
      `'${PUBLISHED}' is the name of the source of published plans`,
      'Choose another name.',
    );
  }
  return organizations;
}
