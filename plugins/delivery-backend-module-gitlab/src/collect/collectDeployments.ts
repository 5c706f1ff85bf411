import {
  readItems,
  tellItems,
  tellMalformed,
  type Observation,
  type ReadResult,
} from '@throughline/plugin-delivery-node';
import { readDeployment, type ReadDeployment } from '../map/readDeployment';
import { advance, isNews } from '../source/Watermark';
import { collectEnvironments } from './collectEnvironments';
import { hidden } from './hidden';
import { projectPath, scopeOf, type ProjectPass } from './ProjectPass';

const MAX_PAGES = 5;
const MAX_OPEN = 50;
const ENVIRONMENTS_EVERY_MS = 3_600_000;

/** Tells the deployments that changed since the last look, and the environments where one did, or now and then. */
export async function* collectDeployments(
  pass: ProjectPass,
): AsyncGenerator<Observation> {
  const scope = scopeOf(pass, 'deployments');
  const before = pass.state.deployments;
  const results = (await readChanged(pass, before?.mark?.until)).filter(
    result => result.type === 'malformed' || isNews(before?.mark, result.item),
  );
  const deployments = readItems(results);
  yield* tellDeployments(pass, deployments);
  yield* tellMalformed(scope, results);
  const touched = new Set(deployments.map(({ environment }) => environment));
  const isDue =
    !before ||
    pass.thorough ||
    pass.memory.isDueInTurn(
      pass.identity,
      'environments',
      ENVIRONMENTS_EVERY_MS,
    );
  if (touched.size > 0 || isDue) {
    yield* collectEnvironments(pass, touched);
    pass.memory.looked(pass.identity, 'environments');
  }
  pass.state.deployments = {
    mark: advance(before?.mark, deployments),
    open: openAfter(before?.open ?? [], deployments),
  };
}

/** Tells deployments. One that was skipped counts only where it was told before that it is under way. */
export function* tellDeployments(
  pass: ProjectPass,
  deployments: readonly ReadDeployment[],
): Generator<Observation> {
  const open = new Set(pass.state.deployments?.open);
  yield* tellItems(
    scopeOf(pass, 'deployments'),
    deployments
      .filter(one => !one.idle || open.has(one.id))
      .map(one => one.item),
  );
}

async function readChanged(
  pass: ProjectPass,
  until: string | undefined,
): Promise<ReadResult<ReadDeployment>[]> {
  const list = await pass.client.list(
    'deployments',
    projectPath(pass, 'deployments'),
    {
      order_by: 'updated_at',
      sort: until ? 'asc' : 'desc',
      updated_after: until,
    },
    until ? MAX_PAGES : 1,
  );
  if (!list) {
    throw hidden('its deployments');
  }
  return list.items.map(node =>
    readDeployment(pass.identity, pass.project, node),
  );
}

function openAfter(
  before: readonly number[],
  deployments: readonly ReadDeployment[],
): number[] {
  const open = new Set(before);
  for (const { id, idle, status } of deployments) {
    if (!idle && status.outcome === 'running') {
      open.add(id);
    } else {
      open.delete(id);
    }
  }
  return [...open].sort((a, b) => a - b).slice(-MAX_OPEN);
}
