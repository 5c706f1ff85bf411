import {
  readItems,
  tellItems,
  tellMalformed,
  type Observation,
  type ReadResult,
  type TargetItem,
} from '@throughline/plugin-delivery-node';
import {
  environmentKey,
  readDeployment,
  type ReadDeployment,
} from '../map/readDeployment';
import {
  environmentTarget,
  isReview,
  readEnvironment,
  type ReadEnvironment,
} from '../map/readEnvironment';
import { tellDeployments } from './collectDeployments';
import { hidden } from './hidden';
import { projectPath, scopeOf, type ProjectPass } from './ProjectPass';

/** Stopped ones hold nothing any more, and there may be thousands of them. */
const STATES = ['available', 'stopping'];
/** So many environments of one project are told; review apps beyond that are left out. */
const MAX_ENVIRONMENTS = 100;
/** The newest deployments to one environment that are asked for. */
const NEWEST = 20;

/**
 * Tells the environments of a project that are not stopped.
 *
 * @param touched - the names of those whose deployments changed
 */
export async function* collectEnvironments(
  pass: ProjectPass,
  touched: ReadonlySet<string>,
): AsyncGenerator<Observation> {
  const scope = scopeOf(pass, 'deployments');
  const results: ReadResult<ReadEnvironment>[] = [];
  for (const states of STATES) {
    const list = await pass.client.list(
      'environments',
      projectPath(pass, 'environments'),
      { states },
    );
    if (!list) {
      throw hidden('its environments');
    }
    results.push(
      ...list.items.map(node => readEnvironment(pass.identity, node)),
    );
  }
  const environments = readItems(results)
    .sort((a, b) => Number(isReview(a)) - Number(isReview(b)) || a.id - b.id)
    .slice(0, MAX_ENVIRONMENTS);
  const targets: TargetItem[] = [];
  for (const environment of environments) {
    const deployments = await deploymentsTo(pass, environment.name, touched);
    yield* tellDeployments(pass, deployments.fresh);
    targets.push(
      environmentTarget(
        pass.identity,
        pass.project,
        environment,
        deployments.all,
      ),
    );
  }
  yield { type: 'listing', scope };
  yield* tellItems(scope, targets);
  yield* tellMalformed(scope, results);
  yield { type: 'listed', scope };
}

async function deploymentsTo(
  pass: ProjectPass,
  environment: string,
  touched: ReadonlySet<string>,
): Promise<{ all: readonly ReadDeployment[]; fresh: ReadDeployment[] }> {
  const key = environmentKey(pass.identity, environment);
  const known = pass.memory.deployments.get(key);
  if (known && !touched.has(environment)) {
    return { all: known, fresh: [] };
  }
  const query = { environment, order_by: 'id', sort: 'desc' };
  const newest = await read(pass, { ...query, per_page: NEWEST });
  const hasSucceeded = newest.some(
    ({ status }) => status.outcome === 'succeeded',
  );
  const fresh =
    hasSucceeded || newest.length < NEWEST
      ? newest
      : [
          ...newest,
          ...(await read(pass, { ...query, status: 'success', per_page: 1 })),
        ];
  pass.memory.deployments.set(key, fresh);
  return { all: fresh, fresh };
}

async function read(
  pass: ProjectPass,
  query: Record<string, string | number>,
): Promise<ReadDeployment[]> {
  const list = await pass.client.list(
    'deployments of an environment',
    projectPath(pass, 'deployments'),
    query,
    1,
  );
  const results = (list?.items ?? []).map(node =>
    readDeployment(pass.identity, pass.project, node),
  );
  // One that cannot be read may be the one that counts: what is older than it says nothing of today.
  const broken = results.findIndex(({ type }) => type === 'malformed');
  return readItems(broken < 0 ? results : results.slice(0, broken));
}
