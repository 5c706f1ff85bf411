import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { OperationState } from '@throughline/plugin-delivery-common';
import { createTestStore } from '../../__testUtils__/createTestStore';
import { eventually } from '../../__testUtils__/eventually';
import {
  DatabaseOperationStore,
  type NewOperation,
  type OperationRecord,
} from '../records';
import type { ExecuteContext, Executor } from './Executor';
import { OperationWorker } from './OperationWorker';

jest.setTimeout(30_000);

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

let last = 0;
const operation = (more: Partial<NewOperation> = {}): NewOperation => {
  const id = `operation-${last++}`;
  return {
    id,
    actor: 'user:default/maya',
    idempotencyKey: id,
    type: 'sync',
    state: 'queued',
    entityRef: 'component:default/shop',
    requestedAt: new Date(Date.UTC(2026, 10, 26) + last).toISOString(),
    subjects: ['target'],
    order: {
      input: {
        type: 'sync',
        entityRef: 'component:default/shop',
        idempotencyKey: id,
      },
      approvalsNeeded: 0,
      gated: false,
      breakGlass: false,
      resources: [],
    },
    progress: {
      gates: [],
      steps: [],
      targets: [
        {
          id: 'target',
          sourceId: 'argocd:one',
          name: 'shop',
          state: 'pending',
        },
      ],
      links: [],
    },
    ...more,
  };
};

describe('OperationWorker', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const aborts: AbortController[] = [];

  async function start(
    advance: Executor['advance'],
    options: {
      judge?: (record: OperationRecord) => Promise<OperationRecord>;
      deadlineMs?: number;
      giveUpMs?: number;
    } = {},
  ) {
    const knex = await databases.init('SQLITE_3');
    await createTestStore(knex);
    const store = new DatabaseOperationStore(knex);
    const logger = mockServices.logger.mock();
    const worker = new OperationWorker({
      store,
      executors: [{ handles: () => true, advance }],
      judge: async record => record,
      onChange: () => {},
      logger,
      deadlineMs: 10_000,
      giveUpMs: 60_000,
      ...options,
    });
    const abort = new AbortController();
    aborts.push(abort);
    return {
      store,
      logger,
      run: () => worker.run(abort.signal),
      stop: () => abort.abort(),
      wake: () => worker.wake(),
      async add(more: Partial<NewOperation> = {}) {
        const { record } = await store.add(operation(more));
        worker.wake();
        return record;
      },
      until: (id: string, state: OperationState) =>
        eventually(async () => {
          const seen = await store.get(id);
          expect(seen?.state).toBe(state);
          return seen!;
        }),
    };
  }

  afterEach(() => aborts.splice(0).forEach(each => each.abort()));

  it('leaves alone for a while what fails for an error of ours, says so, and goes on where it can', async () => {
    let tries = 0;
    const { run, add, until, store, logger } = await start(async record => {
      tries++;
      if (tries < 3) {
        throw new TypeError('undefined is not a function');
      }
      return { state: 'succeeded', progress: record.progress };
    });
    void run();
    const { id } = await add();
    await eventually(async () =>
      expect((await store.get(id))?.progress.message).toMatch(
        /an error of the portal, which its log has; it is tried again/,
      ),
    );
    expect((await store.get(id))?.progress.message).not.toMatch(/undefined/);
    await until(id, 'succeeded');
    expect(tries).toBe(3);
    expect(logger.error).toHaveBeenCalledTimes(2);
  });

  it('gives up what nothing comes of, and says that nobody knows', async () => {
    const { run, add, until } = await start(
      async () => {
        throw new Error('again');
      },
      { giveUpMs: 500 },
    );
    void run();
    const { id } = await add();
    const { progress, finishedAt } = await until(id, 'unknown');
    expect(progress.message).toMatch(/whether it was done cannot be told/);
    expect(progress.targets).toMatchObject([{ state: 'unknown' }]);
    expect(finishedAt).toBeDefined();
  });

  it('refuses in the end what cannot be judged, since it has not begun', async () => {
    const { run, add, until } = await start(
      async () => {
        throw new Error('not asked');
      },
      {
        giveUpMs: 500,
        judge: async () => {
          throw new Error('there is no such entity');
        },
      },
    );
    void run();
    const { id } = await add({ state: 'waiting' });
    expect((await until(id, 'refused')).progress.message).toMatch(
      /it has not begun/,
    );
  });

  it('stops though something hangs, and what comes back then stores nothing', async () => {
    let goOn = () => {};
    let came: Promise<void> | undefined;
    const { run, add, store, until, stop } = await start(
      async (record, context: ExecuteContext) => {
        await new Promise<void>(resolve => {
          goOn = resolve;
        });
        came = context.save({ ...record.progress, message: 'too late' });
        await came;
        return { state: 'succeeded', progress: record.progress };
      },
    );
    const ended = run();
    const { id } = await add();
    await until(id, 'running');
    stop();
    await ended;
    goOn();
    await eventually(() => expect(came).toBeDefined());
    await expect(came).rejects.toThrow();
    expect(await store.get(id)).toMatchObject({ state: 'running' });
    expect((await store.get(id))?.progress.message).toBeUndefined();
  });

  it('carries on nothing from what it was before', async () => {
    const versions: number[] = [];
    const { run, add, until, store, logger, wake } = await start(
      async record => {
        versions.push(record.version);
        wake();
        await pause(20);
        return {
          state: versions.length < 5 ? 'running' : 'succeeded',
          progress: { ...record.progress, message: String(versions.length) },
        };
      },
    );
    const open = store.open.bind(store);
    jest.spyOn(store, 'open').mockImplementation(async () => {
      const read = await open();
      await pause(50);
      return read;
    });
    void run();
    const { id } = await add();
    await until(id, 'succeeded');
    expect(logger.error).not.toHaveBeenCalled();
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });

  it('lets nothing that has waited longer overtake what acts', async () => {
    const acting: string[] = [];
    let done = false;
    const { run, add, store, until } = await start(async record => {
      acting.push(record.id);
      return {
        state: done ? 'succeeded' : 'running',
        progress: { ...record.progress, message: String(acting.length) },
      };
    });
    const older = await add({ state: 'waiting' });
    const newer = await add();
    // It stays waiting until it is let go below: the judge says what it is.
    void run();
    await until(newer.id, 'running');
    await store.save((await store.get(older.id))!, { state: 'queued' });
    await new Promise(resolve => setTimeout(resolve, 2500));
    expect(new Set(acting)).toEqual(new Set([newer.id]));
    done = true;
    await until(newer.id, 'succeeded');
    await until(older.id, 'succeeded');
  });

  it('judges anew at its turn what stood in line', async () => {
    const acted: string[] = [];
    const { run, add, until } = await start(
      async record => {
        acted.push(record.id);
        return { state: 'succeeded', progress: record.progress };
      },
      { judge: async record => ({ ...record, state: 'refused' }) },
    );
    void run();
    const { id } = await add();
    await until(id, 'refused');
    const glass = operation().order;
    const broken = await add({ order: { ...glass, breakGlass: true } });
    await until(broken.id, 'succeeded');
    expect(acted).toEqual([broken.id]);
  });
});
