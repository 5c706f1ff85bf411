import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const REPOSITORIES = [
  'checkout',
  'storefront',
  'recommendations',
  'inventory',
  'ledger',
  'search',
  'notifications',
  'settlements',
];

const numbered = (count, make) =>
  Array.from({ length: count }, (_, index) => make(index + 1));
const gitHosts = numbered(5, number => `git-${number}.example.com`);
const forges = numbered(2, number => `forge-${number}.example.com`);
const registries = numbered(4, number => `registry-${number}.example.com`);
const jenkins = numbered(4, number => `jenkins-${number}`);

/** How many sources are added. */
export const MIXED_SOURCES = 20;

/**
 * Adds twenty sources of eight kinds to a configuration, and components that give each of them something to collect.
 * Several of a kind are several names for the sandbox's one: to the portal they are servers of their own. Each is
 * asked as often as it is by default.
 */
export function addMixedSources(config, { ports, folder }) {
  const local = port => `http://localhost:${port}`;
  config.integrations.github.push(
    ...forges.map(host => ({
      host,
      apiBaseUrl: `${local(ports.forge)}/api/v3`,
      token: 'sandbox-github-token',
    })),
  );
  config.catalog.locations.push({
    type: 'file',
    target: writeComponents(folder),
  });
  config.delivery.linking.trust.repositories.push('*.example.com/*');
  config.delivery.linking.trust.pipelines = ['jenkins:*/*'];
  config.delivery.oci.registries.push(
    ...registries.map(host => ({
      name: host,
      host,
      url: local(ports.registry),
      username: 'sandbox',
      password: 'sandbox-registry-password',
    })),
  );
  Object.assign(config.delivery, {
    flux: { clusters: ['prod-eu'] },
    tekton: { clusters: [{ name: 'nonprod' }] },
    git: {
      hosts: gitHosts.map(host => ({
        name: host,
        host,
        baseUrl: local(ports.forge),
      })),
    },
    jenkins: {
      instances: jenkins.map(name => ({
        name,
        baseUrl: local(ports.jenkins),
        username: 'throughline',
        apiKey: 'sandbox-jenkins-token',
      })),
    },
    prometheus: {
      instances: numbered(2, number => ({
        name: `prometheus-${number}`,
        url: local(ports.prometheus),
      })),
    },
    terraform: {
      published: ['production', 'staging'].map(environment => {
        const name =
          environment === 'staging'
            ? 'settlements-database-staging'
            : 'settlements-database';
        return {
          name: 'settlements-database',
          environment,
          planUrl: `${local(ports.plans)}/plans/${name}.json`,
          stateUrl: `${local(ports.plans)}/states/${name}.json`,
        };
      }),
    },
  });
}

/** A component for each repository on each host, which also has a job, an image and a place in the monitoring. */
function writeComponents(folder) {
  const components = [...gitHosts, ...forges].flatMap((host, index) =>
    REPOSITORIES.map(repository => ({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: `${repository}-${index + 1}`,
        annotations: {
          'backstage.io/source-location': `url:https://${host}/acme/${repository}/`,
          'delivery/images': `${
            registries[index % registries.length]
          }/acme/${repository}`,
          'delivery/metrics-service': repository,
          ...(repository === 'settlements' && {
            'jenkins.io/job-full-name': `${
              jenkins[index % jenkins.length]
            }:payments/settlements`,
          }),
        },
      },
      spec: {
        type: 'service',
        lifecycle: 'production',
        owner: 'group:default/payments',
      },
    })),
  );
  const file = join(folder, 'mixed-components.yaml');
  writeFileSync(
    file,
    components.map(each => JSON.stringify(each)).join('\n---\n'),
  );
  return file;
}
