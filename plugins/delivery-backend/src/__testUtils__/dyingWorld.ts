import { mockServices } from '@backstage/backend-test-utils';
import {
  isTerminalOperation,
  type TargetView,
} from '@throughline/plugin-delivery-common';
import type {
  DeliverySource,
  OperationSubject,
  RepositoryWriter,
} from '@throughline/plugin-delivery-node';
import { OperationWorker } from '../operate/execute/OperationWorker';
import { VersionExecutor } from '../operate/execute/VersionExecutor';
import type { VersionOrder } from '../operate/plan/VersionOrder';
import type { OperationRecord, OperationStore } from '../operate/records';
import type { SubjectFinder } from '../operate/subjects/SubjectFinder';
import type { LivePages } from '../read/LivePages';
import type { FakeForge } from '../tests/FakeForge';
import type { FakeOperator } from '../tests/FakeOperator';
import { Life } from './Life';

/** What a process does outside of itself; what it only looks up of the store is left out. */
const STEPS = [
  'save',
  ...['head', 'read', 'list', 'commit', 'findCommit'],
  ...['open', 'get', 'setStatus'],
  ...['start', 'find', 'follow'],
];
const WAKE_MS = 2;
const LIFE_MS = 10_000;

/** What lives on while processes die: the database, the forges, what was asked to act, and what controllers see. */
export interface OutsideWorld {
  store: OperationStore;
  forges: readonly FakeForge[];
  operators: readonly FakeOperator[];
  order: VersionOrder;
  /** What is seen of each target, each time that somebody looks. */
  look(): TargetView[];
}

/** Carries out an operation through lives of so many steps each and a last one that does not end. */
export async function carryOut(
  id: string,
  world: OutsideWorld,
  lives: readonly number[],
): Promise<{ record: OperationRecord; deaths: number }> {
  let deaths = 0;
  for (const steps of [...lives, Infinity]) {
    const life = new Life(steps);
    await live(id, world, life);
    const record = (await world.store.get(id))!;
    if (isTerminalOperation(record.state)) {
      return { record, deaths };
    }
    if (!life.isOver) {
      throw new Error(
        `It came to no end: ${JSON.stringify([record.state, record.progress])}`,
      );
    }
    deaths++;
  }
  throw new Error('The last life ends with the operation only');
}

async function live(
  id: string,
  world: OutsideWorld,
  life: Life,
): Promise<void> {
  const abort = new AbortController();
  const { store } = world;
  const worker = workerOf(world, life);
  const running = worker.run(abort.signal);
  const until = performance.now() + LIFE_MS;
  while (!life.isOver && performance.now() < until) {
    const record = await store.get(id);
    if (record && isTerminalOperation(record.state)) {
      break;
    }
    worker.wake();
    await new Promise(resolve => setTimeout(resolve, WAKE_MS));
  }
  abort.abort();
  await running;
}

function workerOf(world: OutsideWorld, life: Life): OperationWorker {
  const { store, forges, operators, order } = world;
  const sources = [
    {
      id: 'argocd:test',
      operators: operators.map(each => life.reach(each, STEPS)),
    },
    ...forges.map((forge, index) => ({
      id: `forge:${index}`,
      writer: life.reach<RepositoryWriter>(forge, STEPS),
    })),
  ] as unknown as DeliverySource[];
  const finder = {
    record: async () => ({}),
    targets: async () =>
      order.waves.flat().map(id => ({
        id,
        name: id,
        source: sources[0],
        subject: {
          kind: 'target',
          target: { resource: 'Application', name: id },
        } as OperationSubject,
        resources: [],
      })),
  } as unknown as SubjectFinder;
  const pages = {
    get: async () => ({
      lanes: [{ environment: { name: 'production' }, targets: world.look() }],
    }),
  } as unknown as LivePages;
  const judge = async (record: OperationRecord) => record;
  return new OperationWorker({
    store: life.reach(store, STEPS.slice(0, 1)),
    executors: [
      new VersionExecutor({
        finder,
        pages,
        sources,
        followForMs: 3_600_000,
        answerMs: LIFE_MS,
        judge,
        portalUrl: 'https://portal.example.com',
      }),
    ],
    judge,
    onChange: () => {},
    logger: mockServices.logger.mock(),
    deadlineMs: LIFE_MS,
    giveUpMs: LIFE_MS,
  });
}
