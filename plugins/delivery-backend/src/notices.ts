import type { RootInstanceMetadataService } from '@backstage/backend-plugin-api';

/** Says what of the portal's own set-up is missing, as far as this backend can tell. */
export async function setUpNotices(options: {
  metadata: RootInstanceMetadataService;
  sources: number;
  environmentsConfigured: boolean;
  trustConfigured: boolean;
}): Promise<string[]> {
  const plugins = await options.metadata.getInstalledPlugins();
  const installed = (id: string) => plugins.some(each => each.pluginId === id);
  const notices: string[] = [];
  if (options.sources === 0) {
    notices.push(
      'No source is configured: add a module of the delivery plugin to the backend, and its section to app-config.',
    );
  }
  if (!installed('signals')) {
    notices.push(
      'The signals backend is not part of this backend: open pages learn of changes by asking, about once a minute. Add @backstage/plugin-signals-backend, unless it runs elsewhere.',
    );
  }
  if (!installed('events')) {
    notices.push(
      'The events backend is not part of this backend: with several replicas, signals reach only the browsers that are connected to the one that works. Add @backstage/plugin-events-backend, unless it runs elsewhere.',
    );
  }
  if (!options.environmentsConfigured) {
    notices.push(
      'delivery.environments is not configured: development, staging and production are assumed.',
    );
  }
  if (!options.trustConfigured) {
    notices.push(
      'delivery.linking.trust has no rules: only what the label backstage.io/kubernetes-id names is shown in full, other claims with their status alone.',
    );
  }
  return notices;
}
