import { DiskRepositories } from '../../git';
import { forgeJournal } from '../../forge/forgeJournal';
import { serviceApplications } from '../createScenario';
import {
  applicationManifest,
  previewSet,
  storefrontSet,
} from '../manifests/argocd';
import { kustomizePreview } from '../manifests/kustomize';
import { GITOPS, serviceNamed, services, VALUES } from '../services';
import { buildJournal } from '../../jenkins/Builds';
import { deploymentRecords } from './deploymentRecords';
import { ConfigurationChange, planGitops } from './planGitops';
import { jenkinsBuilds } from './jenkinsBuilds';
import { planSource } from './planSource';
import { previewTag, recordsOf } from './recordsOf';
import { writeGitops } from './writeGitops';
import { WrittenSource, writeSource } from './writeSource';

const README = `# GitOps

What runs where. Argo CD applies this repository; nobody applies anything by hand.

- \`apps/<service>/base\` and \`apps/<service>/overlays/<environment>\`: kustomize
- \`apps/ledger/chart\` and \`apps/ledger/values-<environment>.yaml\`: Helm
- \`previews/<name>\`: one environment per pull request
- \`root/nonprod\`: the Applications of development and staging
`;

/** What the content of the repositories depends on. */
export interface PlantOptions {
  now: Date;
  /** Host and port of the registry, as images name it. */
  imageHost: string;
  /** Where the forge is reached. */
  forgeUrl: string;
}

/** Makes the repositories of acme with two months of history, unless they are there already. */
export async function plantWorld(
  repositories: DiskRepositories,
  options: PlantOptions,
): Promise<'planted' | 'found'> {
  if (repositories.has(GITOPS)) {
    return 'found';
  }
  const journal = forgeJournal(repositories);
  const builds = buildJournal(repositories);
  const gitUrl = (repository: string) =>
    `${options.forgeUrl}/${repository}.git`;
  const changes: ConfigurationChange[] = [];
  const previews: Record<string, string> = {};
  for (const name of new Set(services.map(service => service.repository))) {
    await repositories.create(name, descriptionOf(name));
    const plan = planSource(name, options.now);
    const written = await writeSource(repositories, plan);
    const records = recordsOf(written);
    for (const service of plan.services) {
      if (service.delivery === 'kustomize' || service.delivery === 'helm') {
        changes.push(...planGitops(written, service, options));
      }
      records.push(
        ...deploymentRecords(written, service, records, options.now),
      );
    }
    await journal.append(name, records);
    await builds.append(name, jenkinsBuilds(written));
    Object.assign(previews, previewFiles(written, options.imageHost));
  }
  await repositories.create(
    VALUES,
    'Values of Helm releases, apart from their charts',
  );
  // Last, for its presence says that the world has been planted.
  await repositories.create(GITOPS, 'What runs where: applied by Argo CD');
  const nonprod = serviceApplications().filter(
    application => application.instance === 'nonprod',
  );
  const pulls = await writeGitops(repositories, changes, {
    imageHost: options.imageHost,
    first: {
      'README.md': README,
      'applicationsets/storefront-production.yaml': storefrontSet(gitUrl),
      'applicationsets/checkout-previews.yaml': previewSet(gitUrl),
      ...Object.fromEntries(
        nonprod.map(application => [
          `root/nonprod/${application.name}.yaml`,
          applicationManifest(application, gitUrl),
        ]),
      ),
    },
    last: {
      message: 'Open a preview environment for checkout\n',
      files: previews,
      at: new Date(options.now.getTime() - 5 * 60_000),
    },
  });
  await journal.append(GITOPS, pulls);
  return 'planted';
}

function descriptionOf(repository: string): string {
  return services
    .filter(service => service.repository === repository)
    .map(service => service.description)
    .join('; ');
}

function previewFiles(
  written: WrittenSource,
  imageHost: string,
): Record<string, string> {
  const checkout = serviceNamed('checkout');
  if (written.plan.repository !== checkout.repository) {
    return {};
  }
  const index = written.plan.open.findIndex(pull => !pull.draft);
  const pull = written.plan.open[index];
  return kustomizePreview(
    checkout,
    `checkout-pr-${pull.number}`,
    imageHost,
    previewTag(pull.number, written.open[index].sha),
  );
}
