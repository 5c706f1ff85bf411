import { mockServices } from '@backstage/backend-test-utils';
import type {
  OperationRequest,
  OperationSubject,
  RunItem,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import { configOf } from '../fixtures/configOf';
import { FakeHcp } from '../fixtures/FakeHcp';
import { pass } from '../fixtures/pass';
import { OrganizationMemory } from '../hcp/OrganizationMemory';
import { OrganizationSource } from '../hcp/OrganizationSource';
import { RUN_STATUS_TABLE } from '../hcp/runStatus';

describe('operations on an organization', () => {
  let fake: FakeHcp;
  const context = {
    signal: new AbortController().signal,
    logger: mockServices.logger.mock(),
  };

  beforeEach(async () => {
    fake = await FakeHcp.start();
  });
  afterEach(() => fake.upstream.close());

  const source = (operations = true) =>
    new OrganizationSource(
      configOf({
        organizations: [
          {
            name: 'main',
            organization: 'acme',
            url: fake.upstream.url,
            token: 'abc',
            operations,
          },
        ],
      }).organizations[0],
      new OrganizationMemory(0),
    );
  const operator = (operation: string) =>
    source().operators!.find(each => each.operation === operation)!;
  const request = (
    subject: OperationSubject,
    token = 'token-1',
  ): OperationRequest => ({
    subject,
    parameters: {},
    token,
    actor: 'user:default/ada',
  });

  it('are not offered where the configuration does not allow them', () => {
    expect(source(false).operators).toBeUndefined();
    expect(source().operators!.map(({ operation }) => operation)).toEqual([
      'plan',
      'cancelRun',
    ]);
  });

  describe('a plan', () => {
    let workspace: Record<string, any>;
    let subject: OperationSubject;

    beforeEach(async () => {
      workspace = fake.addWorkspace({ name: 'payments-db' });
      const { items } = await pass(source());
      const target = items.find(
        (item): item is TargetItem => item.kind === 'target',
      )!;
      subject = { kind: 'target', target };
    });

    const plan = () => operator('plan');
    const become = (attributes: object) =>
      Object.assign(fake.runs[0].attributes, attributes);

    it('is a run that only plans, and applies by itself under no server', async () => {
      const handle = await plan().start(request(subject), context);
      expect(handle).toEqual({
        run: fake.runs[0].id,
        workspace: 'payments-db',
      });
      expect(fake.writes).toEqual([
        {
          path: '/api/v2/runs',
          body: {
            data: {
              type: 'runs',
              attributes: {
                'plan-only': true,
                'auto-apply': false,
                message:
                  'Plan from the portal, for user:default/ada [delivery token-1]',
              },
              relationships: {
                workspace: { data: { type: 'workspaces', id: workspace.id } },
              },
            },
          },
        },
      ]);
    });

    it('is found again by its token, and by no other', async () => {
      const handle = await plan().start(request(subject), context);
      expect(await plan().find(request(subject), context)).toEqual(handle);
      // One token is the beginning of the other.
      for (const other of ['token', 'token-12', 'oken-1']) {
        expect(
          await plan().find(request(subject, other), context),
        ).toBeUndefined();
      }
    });

    it('may be further back than was looked: then nothing is certain', async () => {
      for (let count = 0; count < fake.pageSize + 1; count += 1) {
        fake.addRun(workspace, { 'created-at': '2026-11-20T10:00:00Z' });
      }
      const asked = request(subject);
      expect(await plan().find(asked, context)).toBe('unsure');
      const since = (time: string) =>
        plan().find({ ...asked, since: time }, context);
      expect(await since('2026-11-20T10:04:00Z')).toBe('unsure');
      expect(await since('2026-11-20T10:06:00Z')).toBeUndefined();
    });

    it('is found though a run beside it cannot be read, and not taken for missing', async () => {
      await plan().start(request(subject), context);
      fake.addRun(workspace).attributes = { status: 1 };
      expect(await plan().find(request(subject), context)).toMatchObject({
        workspace: 'payments-db',
      });
      expect(await plan().find(request(subject, 'other'), context)).toBe(
        'unsure',
      );
    });

    it('is not started for a workspace that has taken the name of another', async () => {
      workspace.attributes.name = 'identity-db';
      await expect(plan().start(request(subject), context)).rejects.toThrow(
        'has another name by now',
      );
      expect(fake.writes).toEqual([]);
    });

    it('ends with what would change', async () => {
      const handle = await plan().start(request(subject), context);
      become({ status: 'planned_and_finished' });
      expect(await plan().follow(handle, context)).toEqual({
        state: 'succeeded',
        message: 'would add 1, change 2 and destroy 0',
        url: `${fake.upstream.url}/app/acme/workspaces/payments-db/runs/${handle.run}`,
      });
      fake.others.clear();
      expect(await plan().follow(handle, context)).toMatchObject({
        state: 'succeeded',
        message: 'planned; how much would change was not told',
      });
    });

    it.each([...Object.keys(RUN_STATUS_TABLE), 'perhaps'])(
      'succeeds by no other status: %s',
      async status => {
        const handle = await plan().start(request(subject), context);
        become({ status });
        const { state } = await plan().follow(handle, context);
        expect(state === 'succeeded').toBe(
          ['planned_and_finished', 'assessed'].includes(status),
        );
        expect(state === 'unknown').toBe(status === 'perhaps');
      },
    );

    it('fails where a server made a run of it that can be applied', async () => {
      const handle = await plan().start(request(subject), context);
      become({
        status: 'planned',
        'plan-only': false,
        actions: { 'is-confirmable': true },
      });
      expect(await plan().follow(handle, context)).toMatchObject({
        state: 'failed',
        message: expect.stringContaining('discard it there'),
      });
      // A lost answer is found there too, or it would be made twice.
      expect(await plan().find(request(subject), context)).toEqual(handle);
    });
  });

  describe('a run that is stopped', () => {
    const runSubject = (key: string, raw: string): OperationSubject => ({
      kind: 'run',
      run: {
        kind: 'run',
        key,
        pipeline: 'payments-db',
        status: { status: 'running', raw },
        createdAt: '2026-11-20T10:00:00Z',
        jobs: [],
      } as RunItem,
    });
    const stop = () => operator('cancelRun');
    const add = (status: string, actions: object) => {
      const { id } = fake.addRun(fake.addWorkspace(), { status, actions });
      return runSubject(id, status);
    };

    it.each([
      ['planning', 'cancel', { 'is-cancelable': true }],
      ['planned', 'discard', { 'is-discardable': true }],
    ])('while %s: %s', async (status, action, actions) => {
      const subject = add(status, actions);
      expect(stop().unavailable?.(subject)).toBeUndefined();
      expect(await stop().find(request(subject), context)).toBeUndefined();
      const handle = await stop().start(request(subject), context);
      expect(fake.writes).toEqual([
        {
          path: `/api/v2/runs/${handle.run}/actions/${action}`,
          body: { comment: 'Stopped from the portal, for user:default/ada' },
        },
      ]);
      expect(await stop().find(request(subject), context)).toEqual(handle);
      expect(await stop().follow(handle, context)).toEqual({
        state: 'succeeded',
      });
    });

    it('is left alone while it applies', async () => {
      const subject = add('applying', { 'is-cancelable': true });
      expect(stop().unavailable?.(subject)).toContain('changes infrastructure');
      await expect(stop().start(request(subject), context)).rejects.toThrow(
        'too late',
      );
      expect(fake.writes).toEqual([]);
    });

    it('has failed where it came to its end before', async () => {
      const subject = add('planning', { 'is-cancelable': true });
      fake.runs[0].attributes.status = 'applied';
      expect(await stop().follow({ run: fake.runs[0].id }, context)).toEqual({
        state: 'failed',
        message: 'the run was not stopped: it ended as applied',
      });
      fake.runs[0].attributes.actions = {};
      await expect(
        stop().start(request(subject), context),
      ).rejects.toMatchObject({ kind: 'protocol' });
    });
  });
});
