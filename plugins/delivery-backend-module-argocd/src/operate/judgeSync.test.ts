import { wellApplication } from '../__testUtils__/applications';
import { judgeSync } from './judgeSync';
import { liveApplication, TOKEN_INFO } from './readLiveApplication';

type Json = Record<string, any>;

const SHA = 'a'.repeat(40);
const NEWER = 'b'.repeat(40);
const info = (token: string) => [{ name: TOKEN_INFO, value: token }];

/** An application that was synced by the operation `ours`, and compared after it. */
function synced(change: (app: Json) => void = () => {}) {
  const app = wellApplication('web');
  app.status.operationState.operation.info = info('ours');
  app.status.reconciledAt = '2026-01-14T10:00:10Z';
  change(app);
  return liveApplication(app);
}

const judge = (
  change?: (app: Json) => void,
  asked: { dryRun?: boolean; revision?: string } = {},
) => judgeSync(synced(change), { token: 'ours', dryRun: false, ...asked });

describe('judgeSync', () => {
  it('calls it done where it is synced, compared since and healthy', () => {
    expect(judge()).toEqual({ state: 'succeeded' });
  });

  it('does not take what was known before for what came of it', () => {
    expect(
      judge(app => {
        app.status.reconciledAt = '2026-01-14T10:00:08Z';
      }),
    ).toMatchObject({ state: 'running' });
    expect(
      judge(app => {
        delete app.status.reconciledAt;
      }),
    ).toMatchObject({ state: 'running' });
  });

  it('waits for its turn', () => {
    expect(
      judge(app => {
        app.operation = { info: info('ours') };
        delete app.status.operationState;
      }),
    ).toMatchObject({
      state: 'running',
      message: expect.stringMatching(/not begun/),
    });
  });

  it.each([
    ['Running', 'running'],
    ['Terminating', 'running'],
    ['Failed', 'failed'],
    ['Error', 'failed'],
    ['Succeeded', 'succeeded'],
    ['Paused', 'unknown'],
    [undefined, 'unknown'],
  ])('phase %s is %s', (phase, state) => {
    expect(
      judge(app => {
        app.status.operationState.phase = phase;
      }).state,
    ).toBe(state);
  });

  it.each([
    ['Healthy', 'succeeded'],
    ['Progressing', 'running'],
    ['Suspended', 'waiting'],
    ['Degraded', 'failed'],
    ['Missing', 'running'],
    ['Unknown', 'running'],
    ['Splendid', 'running'],
    [undefined, 'running'],
  ])('health %s is %s', (status, state) => {
    expect(
      judge(app => {
        app.status.health = { status, message: 'in words' };
      }).state,
    ).toBe(state);
  });

  it.each([
    ['Synced', 'succeeded'],
    ['OutOfSync', 'failed'],
    ['Unknown', 'running'],
    [undefined, 'running'],
  ])('sync %s is %s', (status, state) => {
    expect(
      judge(app => {
        app.status.sync.status = status;
      }).state,
    ).toBe(state);
  });

  it('names what still differs', () => {
    expect(
      judge(app => {
        app.status.sync.status = 'OutOfSync';
        app.status.resources[0].status = 'OutOfSync';
        app.status.resources.push({
          ...app.status.resources[0],
          kind: 'Service',
          requiresPruning: true,
        });
      }).message,
    ).toBe(
      'it was synced and still differs from Git: Deployment web, Service web (to be pruned)',
    );
  });

  it('is not spoilt by a commit that came after it', () => {
    expect(
      judge(app => {
        app.status.sync = { status: 'OutOfSync', revision: NEWER };
      }),
    ).toMatchObject({
      state: 'succeeded',
      message: expect.stringMatching(/something newer/),
    });
  });

  it('succeeds with another revision than the application follows', () => {
    expect(
      judge(
        app => {
          app.status.sync = { status: 'OutOfSync', revision: NEWER };
        },
        { revision: SHA },
      ),
    ).toMatchObject({
      state: 'succeeded',
      message: expect.stringMatching(/not what it follows/),
    });
  });

  it('compares all sources', () => {
    const sources = (compared: string[]) =>
      judge(app => {
        app.status.operationState.syncResult = { revisions: [SHA, '1.2.0'] };
        app.status.sync = { status: 'OutOfSync', revisions: compared };
      }).state;
    expect(sources([SHA, '1.2.0'])).toBe('failed');
    expect(sources([SHA, '1.3.0'])).toBe('succeeded');
  });

  it('ends a dry run with the operation', () => {
    expect(
      judge(
        app => {
          app.status.sync.status = 'OutOfSync';
          app.status.health.status = 'Degraded';
        },
        { dryRun: true },
      ),
    ).toMatchObject({
      state: 'succeeded',
      message: expect.stringMatching(/^dry run/),
    });
  });

  it('does not know of what another operation took the place of', () => {
    expect(
      judge(app => {
        app.status.operationState.operation.info = info('theirs');
      }),
    ).toMatchObject({
      state: 'unknown',
      message: expect.stringMatching(/another operation/),
    });
  });

  it('knows that what is gone failed', () => {
    expect(judgeSync(undefined, { token: 'ours', dryRun: false }).state).toBe(
      'failed',
    );
  });
});
