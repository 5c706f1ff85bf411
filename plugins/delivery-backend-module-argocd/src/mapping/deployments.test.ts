import { applicationSchema } from '../api/schemas';
import { wellApplication } from '../__testUtils__/applications';
import { mapDeployments } from './deployments';

const URL = 'https://argocd.example.test';

function deploymentsOf(change: (app: any) => void = () => {}) {
  const app = wellApplication('checkout');
  change(app);
  return mapDeployments(applicationSchema.parse(app), URL);
}

const failed = {
  phase: 'Failed',
  message: 'one object failed to apply',
  startedAt: '2026-01-15T09:39:50Z',
  finishedAt: '2026-01-15T09:40:30Z',
  operation: {
    sync: { revision: 'b'.repeat(40) },
    initiatedBy: { automated: true },
  },
  syncResult: {
    revision: 'b'.repeat(40),
    source: { repoURL: 'https://git.example.test/shop/deploy.git' },
  },
};

describe('mapDeployments', () => {
  it('tells the history, and the operation that it came of only once', () => {
    expect(deploymentsOf()).toEqual([
      {
        kind: 'deployment',
        key: 'argocd/checkout@2026-01-14T10:00:00.000Z',
        targetKey: 'argocd/checkout',
        sequence: 0,
        revisions: ['a'.repeat(40)],
        desired: [
          {
            url: 'https://git.example.test/shop/deploy.git',
            path: 'overlays/prod',
            targetRevision: 'main',
            revision: 'a'.repeat(40),
          },
        ],
        outcome: 'succeeded',
        startedAt: '2026-01-14T10:00:00.000Z',
        finishedAt: '2026-01-14T10:00:09.000Z',
        actor: { name: 'ada', login: 'ada' },
        trigger: 'manual',
        url: `${URL}/applications/argocd/checkout`,
      },
    ]);
  });

  it('tells what failed, which the history does not know', () => {
    const [, deployment] = deploymentsOf(app => {
      app.status.operationState = failed;
    });
    expect(deployment).toMatchObject({
      key: 'argocd/checkout@2026-01-15T09:39:50.000Z',
      outcome: 'failed',
      revisions: ['b'.repeat(40)],
      actor: { name: 'Argo CD', automated: true },
      trigger: 'automated',
      message: 'one object failed to apply',
    });
    expect(deployment.sequence).toBeUndefined();
  });

  it('gives what runs the key that it will have in the history', () => {
    const startedAt = '2026-01-16T10:00:00Z';
    const [, running] = deploymentsOf(app => {
      app.status.operationState = {
        phase: 'Running',
        startedAt,
        operation: { sync: {} },
      };
    });
    const [, done] = deploymentsOf(app => {
      app.status.history.push({
        id: 1,
        revision: 'b'.repeat(40),
        deployStartedAt: startedAt,
        deployedAt: '2026-01-16T10:00:05Z',
        source: app.spec.source,
      });
    });
    expect(running).toMatchObject({ outcome: 'running', key: done.key });
    expect(done).toMatchObject({ outcome: 'succeeded', sequence: 1 });
  });

  it.each([
    ['Error', 'failed'],
    ['Terminating', 'running'],
    ['Perhaps', 'unknown'],
    [undefined, 'unknown'],
  ])('an operation of phase %s has the outcome %s', (phase, outcome) => {
    const [, deployment] = deploymentsOf(app => {
      app.status.operationState = { ...failed, phase };
    });
    expect(deployment.outcome).toBe(outcome);
  });

  it('takes no dry run for a deployment', () => {
    expect(
      deploymentsOf(app => {
        app.status.operationState = {
          ...failed,
          operation: { sync: { dryRun: true } },
        };
      }),
    ).toHaveLength(1);
  });

  it('tells a sync of some resources, which writes no history', () => {
    const [, deployment] = deploymentsOf(app => {
      app.status.operationState = {
        ...failed,
        phase: 'Succeeded',
        message: 'successfully synced',
        operation: { sync: { resources: [{ kind: 'Deployment' }] } },
      };
    });
    expect(deployment).toMatchObject({
      outcome: 'succeeded',
      message: 'Only 1 of its resources were applied. successfully synced',
    });
  });

  it('has the revisions of several sources index by index', () => {
    const sources = [{ repoURL: 'https://a.test/a' }, { repoURL: 'https://b' }];
    const [deployment] = deploymentsOf(app => {
      app.status.history = [
        {
          id: 3,
          revision: '',
          revisions: ['1.4.1', 'c'.repeat(40)],
          sources,
          source: { repoURL: '' },
          deployedAt: '2026-01-14T10:00:09Z',
        },
      ];
      delete app.status.operationState;
    });
    expect(deployment.revisions).toEqual(['1.4.1', 'c'.repeat(40)]);
    expect(deployment.desired.map(({ revision }) => revision)).toEqual(
      deployment.revisions,
    );
    expect(deployment.key).toBe('argocd/checkout@3:2026-01-14T10:00:09.000Z');
  });

  it('lets nothing last less than nothing', () => {
    const [deployment] = deploymentsOf(app => {
      app.status.history[0].deployedAt = '2026-01-14T09:59:57Z';
    });
    expect(deployment.startedAt).toBeUndefined();
    expect(deployment.finishedAt).toBe('2026-01-14T09:59:57.000Z');
  });

  it('names nobody where Argo CD names nobody', () => {
    const [deployment] = deploymentsOf(app => {
      app.status.history[0].initiatedBy = {};
    });
    expect(deployment.actor).toBeUndefined();
    expect(deployment.trigger).toBeUndefined();
  });
});
