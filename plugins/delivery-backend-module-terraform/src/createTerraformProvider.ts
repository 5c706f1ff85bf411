import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { DeliveryProvider } from '@throughline/plugin-delivery-node';
import { readTerraformConfig } from './config/readTerraformConfig';
import { OrganizationSource } from './hcp/OrganizationSource';
import { PublishedSource } from './published/PublishedSource';
import { createWebhook } from './webhook/createWebhook';

/**
 * Makes the provider of what `delivery.terraform` configures.
 *
 * @returns undefined where nothing is configured
 * @throws InputError where the configuration is wrong
 */
export function createTerraformProvider(
  config: RootConfigService,
): DeliveryProvider | undefined {
  const { organizations, published, webhookSecrets } =
    readTerraformConfig(config);
  const sources = [
    ...organizations.map(organization => new OrganizationSource(organization)),
    ...(published.length > 0 ? [new PublishedSource(published)] : []),
  ];
  if (sources.length === 0) {
    return undefined;
  }
  return {
    system: 'terraform',
    title: 'Terraform',
    sources,
    ...(webhookSecrets.length > 0
      ? { webhook: createWebhook(organizations, webhookSecrets) }
      : {}),
  };
}
