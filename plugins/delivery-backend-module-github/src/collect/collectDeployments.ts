import type { Observation } from '@throughline/plugin-delivery-node';
import { DEPLOYMENTS, DEPLOYMENTS_COST } from '../graphql/fragments';
import { DeploymentPage, type Page } from '../graphql/schemas';
import { environmentTargets, readDeployment } from '../map/readDeployments';
import { readFlags, type EnvironmentFlags } from '../map/readFlags';
import { itemsOf } from '../map/ReadResult';
import { askAlone } from './askAlone';
import {
  scopeOf,
  tellAll,
  tellItems,
  type RepositoryPass,
} from './RepositoryPass';

const MAX_PAGES = 3;
const FLAGS_PAGE = 100;

/**
 * Tells the newest deployments, and the environments that they went to. The environments are listed only where all
 * deployments were seen: one that was not deployed to for long must not vanish for that.
 */
export async function* collectDeployments(
  pass: RepositoryPass,
): AsyncGenerator<Observation> {
  const scope = scopeOf(pass.name.identity, 'deployments');
  const repository = { identity: pass.name.identity, url: pass.url };
  const nodes: unknown[] = [];
  let after: string | null | undefined;
  for (let count = 0; count < MAX_PAGES; count += 1) {
    const { deployments }: { deployments?: Page | null } = await askAlone(
      pass,
      {
        operation: 'deployments',
        fragments: DEPLOYMENTS,
        declarations: '$after: String',
        variables: { after: after ?? null },
        cost: DEPLOYMENTS_COST,
      },
      DeploymentPage,
    );
    nodes.push(...(deployments?.nodes ?? []));
    after = deployments?.pageInfo?.hasNextPage
      ? deployments.pageInfo.endCursor
      : undefined;
    if (!after) {
      break;
    }
  }
  const results = nodes.map(node => readDeployment(repository, node));
  const targets = environmentTargets(
    repository,
    itemsOf(results).map(({ raw }) => raw),
    nodes.length > 0 ? await askFlags(pass) : new Map(),
  );
  const whole = !after && results.every(result => result.type === 'item');
  if (whole) {
    yield { type: 'listing', scope };
  }
  yield* tellItems(scope, targets);
  yield* tellAll(scope, results, ({ item }) => item);
  if (whole) {
    yield { type: 'listed', scope };
  }
  pass.state.deployments = pass.deployments;
}

/** Only the REST API tells whether an environment is a passing one, or a production one. */
async function askFlags(pass: RepositoryPass): Promise<EnvironmentFlags> {
  const { owner, name } = pass.name;
  const answer = await pass.client.get(
    'deployment flags',
    ['repos', owner, name, 'deployments'],
    { per_page: FLAGS_PAGE },
  );
  return readFlags(answer.type === 'ok' ? answer.json : []);
}
