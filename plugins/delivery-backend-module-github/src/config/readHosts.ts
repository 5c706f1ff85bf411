import type { Config } from '@backstage/config';
import { readGithubIntegrationConfigs } from '@backstage/integration';
import { configProblem } from '@throughline/plugin-delivery-node';

/** A GitHub host of `integrations.github`. */
export interface HostConfig {
  host: string;
  /** `<system>:<name>` */
  sourceId: string;
  /** Base URL of the REST API. */
  apiUrl: string;
  graphqlUrl: string;
  /** Where a person opens it. */
  webUrl: string;
  /** Why it cannot be collected. */
  unavailable?: string;
}

/**
 * Reads the hosts of `integrations.github`. The public host counts only where it is written there: the integrations
 * add it by themselves.
 *
 * @throws InputError where a host has no API's URL
 */
export function readHosts(root: Config): HostConfig[] {
  const configs = root.getOptionalConfigArray('integrations.github') ?? [];
  return configs.length === 0
    ? []
    : readGithubIntegrationConfigs(configs)
        .map((integration, index) => ({ integration, index }))
        .filter(({ index }) => index < configs.length)
        .map(({ integration, index }) => {
          const { host, apiBaseUrl } = integration;
          if (!apiBaseUrl || !URL.canParse(apiBaseUrl)) {
            throw configProblem(
              `integrations.github[${index}].apiBaseUrl`,
              'it is missing or no URL',
              'For a host of your own it is https://<host>/api/v3.',
            );
          }
          const hasCredentials =
            Boolean(integration.token) || (integration.apps ?? []).length > 0;
          const { protocol } = new URL(apiBaseUrl);
          return {
            host: host.toLocaleLowerCase('en-US'),
            sourceId: `github:${host.replace(/[^A-Za-z0-9._-]/g, '-')}`,
            apiUrl: apiBaseUrl.replace(/\/+$/, ''),
            graphqlUrl: graphqlUrlOf(apiBaseUrl),
            webUrl: `${protocol}//${host}`,
            ...(hasCredentials
              ? {}
              : {
                  unavailable: `integrations.github[${index}] has neither a token nor an App: the API answers nobody without`,
                }),
          };
        });
}

/** The public host has both APIs side by side, a host of one's own has them at `/api/v3` and `/api/graphql`. */
function graphqlUrlOf(apiBaseUrl: string): string {
  return `${apiBaseUrl.replace(/\/+$/, '').replace(/\/v3$/, '')}/graphql`;
}
