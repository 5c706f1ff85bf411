import {
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type {
  DeploymentEvidence,
  OperationEvidence,
} from '@throughline/plugin-delivery-common';
import type {
  CommitItem,
  DeploymentItem,
  ObservedItem,
} from '@throughline/plugin-delivery-node';
import type { Knex } from 'knex';
import { eventually } from '../__testUtils__/eventually';
import {
  startOperate,
  untilState,
  type OperateHarness,
} from '../__testUtils__/operateHarness';
import { itemId } from '../store';
import { FakeOperator } from './FakeOperator';
import { FakeSource } from './FakeProvider';
import {
  application,
  artifact,
  branch,
  commit,
  deployment,
  digest,
  entity,
  GITOPS,
  IMAGE,
  line,
  pullRequest,
  run,
  sha,
  TRUST_ALL,
} from './world';

jest.setTimeout(60_000);

const SOURCE = 'argocd:test';
const LABEL = { 'backstage.io/kubernetes-id': 'checkout' };
const REF = 'component:default/checkout';
const PAGE = '/entities/default/component/checkout';
const OWNER = ['group:default/payments'];
const idOf = (sequence: number, target = 'checkout-staging') =>
  itemId(SOURCE, 'deployment', `argocd/${target}/${sequence}`);

const attestations = {
  signature: { state: 'present', reason: 'cosign tag' },
  sbom: { state: 'absent', reason: 'no referrer' },
  provenance: { state: 'unknown', reason: 'the registry timed out' },
} as const;

const configured = (digits: string, parents: string[], more = {}): CommitItem =>
  commit(digits, parents, {
    repository: GITOPS,
    paths: ['apps/checkout-staging'],
    ...more,
  });

const deployed = (
  sequence: number,
  revision: string,
  version: [tag: string, digits: string],
  more: Partial<DeploymentItem> = {},
) =>
  deployment('argocd/checkout-staging', sequence, {
    desired: [
      {
        url: 'https://github.com/acme/gitops.git',
        path: 'apps/checkout-staging',
      },
    ],
    revisions: [sha(revision)],
    images: [
      { repository: IMAGE, tag: version[0], digest: digest(version[1]) },
    ],
    ...more,
  });

function items(): ObservedItem[] {
  const [a, b, c] = line('a', 'b', 'c');
  return [
    application('checkout-staging', {
      labels: LABEL,
      images: [{ repository: IMAGE, tag: '1.1.0', digest: digest('c') }],
    }),
    application('other-staging', { labels: { [Object.keys(LABEL)[0]]: 'x' } }),
    branch('c'),
    a,
    { ...b, pullRequest: 7 },
    c,
    {
      ...pullRequest(7),
      author: { name: 'Ada' },
      approvals: [{ by: { name: 'Lin' }, at: '2026-11-01T09:00:00.000Z' }],
    },
    run('c'),
    artifact('1.0.0', 'a'),
    artifact('1.1.0', 'c', { attestations }),
    configured('e0', []),
    configured('e1', ['e0'], {
      committedAt: '2026-11-01T10:30:00.000Z',
      pullRequest: 3,
    }),
    {
      ...pullRequest(3),
      key: `${GITOPS}#3`,
      repository: GITOPS,
      url: 'https://github.com/acme/gitops/pull/3',
    },
    deployed(0, 'e0', ['1.0.0', 'a']),
    deployed(1, 'e1', ['1.1.0', 'c'], { actor: { name: 'token' } }),
    deployment('argocd/other-staging', 0),
  ];
}

async function start(
  knex: Knex,
  denied: string[] = [],
): Promise<OperateHarness & { operator: FakeOperator }> {
  const source = new FakeSource(SOURCE, items());
  const operator = new FakeOperator();
  source.operators = [operator];
  const harness = await startOperate(knex, {
    source,
    links: 2,
    entity: entity('checkout', {
      annotations: {
        'argocd/app-name': 'checkout-staging,other-staging',
        'github.com/project-slug': 'acme/checkout',
      },
    }),
    config: { linking: { trust: TRUST_ALL } },
    denied,
  });
  return { ...harness, operator };
}

describe('evidence', () => {
  const databases = TestDatabases.create();
  let running: OperateHarness | undefined;

  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });

  async function begin(databaseId: TestDatabaseId) {
    const knex = await databases.init(databaseId);
    const harness = await start(knex);
    running = harness;
    const dev = harness.as('dev', OWNER);
    const ask = async (breaks: boolean) =>
      (
        await dev.post('/operations', {
          type: 'sync',
          entityRef: REF,
          targetIds: [itemId(SOURCE, 'target', 'argocd/checkout-staging')],
          reason: 'it drifted',
          idempotencyKey: `key-${breaks}`,
        })
      ).body;
    return { ...harness, dev, ask };
  }

  it.each(databases.eachSupportedId())(
    'of a deployment holds all that is known of it, %s',
    async databaseId => {
      const { dev, ask, operator, audit } = await begin(databaseId);
      const { id } = await ask(false);
      operator.progress.set(id, {
        state: 'succeeded',
        deployment: 'argocd/checkout-staging/1',
      });
      await untilState(dev, id, 'succeeded');
      const answer = await dev.get(`${PAGE}/deployments/${idOf(1)}/evidence`);
      expect(answer.status).toBe(200);
      expect(answer.headers['content-disposition']).toBe(
        'attachment; filename="deployment-evidence.json"',
      );
      const evidence: DeploymentEvidence = answer.body;
      expect(evidence).toMatchObject({
        entityRef: REF,
        exportedBy: 'user:default/dev',
        exportedAt: expect.stringMatching(/^\d{4}-/),
        deployment: {
          id: idOf(1),
          from: { label: '1.0.0' },
          to: { label: '1.1.0', commit: { sha: sha('c') } },
        },
        image: { known: true, value: { digest: digest('c') } },
        changes: {
          known: true,
          value: [
            {
              commit: { sha: sha('c') },
              pullRequest: {
                known: false,
                reason: expect.stringMatching(/no source names/),
              },
            },
            {
              commit: { sha: sha('b') },
              pullRequest: {
                known: true,
                value: {
                  number: 7,
                  author: { name: 'Ada' },
                  approvals: { known: true, value: [{ by: { name: 'Lin' } }] },
                },
              },
            },
          ],
        },
        configuration: {
          known: true,
          value: {
            commit: { repository: GITOPS, sha: sha('e1') },
            pullRequest: {
              known: true,
              value: {
                number: 3,
                approvals: {
                  known: false,
                  reason: 'its source does not tell who approved it',
                },
              },
            },
          },
        },
        runs: { known: true, value: [{ pipeline: 'ci' }] },
        attestations: { known: true, value: attestations },
        operations: {
          known: true,
          value: [
            { id, actor: 'user:default/dev', reason: 'it drifted', may: [] },
          ],
        },
        gates: { known: true },
      });
      expect(audit).toHaveBeenCalledWith(
        'success',
        expect.objectContaining({
          eventId: 'evidence-export',
          meta: expect.objectContaining({ actor: 'user:default/dev' }),
        }),
        undefined,
      );

      const ofOperation: OperationEvidence = (
        await dev.get(`/operations/${id}/evidence`)
      ).body;
      expect(ofOperation).toMatchObject({
        exportedBy: 'user:default/dev',
        operation: { id, state: 'succeeded' },
        deployments: {
          known: true,
          value: [{ deployment: { id: idOf(1) }, image: { known: true } }],
        },
      });
    },
  );

  it('says of each part that is not known why', async () => {
    const { dev } = await begin('SQLITE_3');
    await eventually(async () => {
      const { body } = await dev.get(`${PAGE}/deployments/${idOf(0)}/evidence`);
      expect(body).toMatchObject({
        changes: {
          known: false,
          reason: 'it is the first deployment that is known',
        },
        runs: { known: false, reason: 'no source tells of a run for a000000' },
        attestations: {
          known: false,
          reason: `${SOURCE} does not tell what speaks for its images`,
        },
        operations: {
          known: false,
          reason: 'it came from outside of the portal, by Grace',
        },
        gates: {
          known: false,
          reason: 'it came from outside of the portal, by Grace',
        },
      });
    });
  });

  it('of an operation that did nothing says so', async () => {
    const { as, dev } = await begin('SQLITE_3');
    const { body } = await as('stranger', []).post('/operations', {
      type: 'sync',
      entityRef: REF,
      targetIds: [itemId(SOURCE, 'target', 'argocd/checkout-staging')],
      idempotencyKey: 'key-refused',
    });
    expect(body.state).toBe('refused');
    expect(
      (await dev.get(`/operations/${body.id}/evidence`)).body,
    ).toMatchObject({
      operation: { state: 'refused' },
      deployments: { known: false, reason: 'it is refused: nothing was done' },
    });
  });

  it('is not there of what is not the entity’s, or is shown with its status only', async () => {
    const { dev, audit } = await begin('SQLITE_3');
    for (const id of [idOf(0, 'other-staging'), 'nothing']) {
      const { status } = await dev.get(`${PAGE}/deployments/${id}/evidence`);
      expect(status).toBe(404);
    }
    expect((await dev.get('/operations/nothing/evidence')).status).toBe(404);
    expect(audit).toHaveBeenCalledWith(
      'fail',
      expect.objectContaining({ eventId: 'evidence-export' }),
      expect.anything(),
    );
  });

  it('is not there for who may not read the entity', async () => {
    const knex = await databases.init('SQLITE_3');
    const first = await start(knex);
    const { body } = await first.as('dev', OWNER).post('/operations', {
      type: 'sync',
      entityRef: REF,
      targetIds: [itemId(SOURCE, 'target', 'argocd/checkout-staging')],
      idempotencyKey: 'key-hidden',
    });
    expect(body.id).toBeDefined();
    await first.stop();
    running = await start(knex, ['catalog.entity.read']);
    const blind = running.as('blind', OWNER);
    for (const path of [
      `${PAGE}/deployments/${idOf(1)}/evidence`,
      `/operations/${body.id}/evidence`,
    ]) {
      expect((await blind.get(path)).status).toBe(404);
    }
  });
});
