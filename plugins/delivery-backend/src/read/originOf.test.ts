import type { DeploymentItem } from '@throughline/plugin-delivery-node';
import { commitEffect, deploymentEffect } from '../operate/records/effects';
import { record, stored } from '../tests/record';
import { commit, deployment } from '../tests/world';
import type { CausingOperation, EntityRecord } from './EntityRecord';
import { originOf } from './originOf';

const brought = commit('c1', []);
const automated = { name: 'Argo CD', automated: true };

const deployed = (more: Partial<DeploymentItem> = {}) => ({
  ...stored(deployment('argocd/x', 0, { actor: automated, ...more })),
  targetId: 'x',
});

const cause = (more: Partial<CausingOperation> = {}): CausingOperation => ({
  id: 'one',
  type: 'promote',
  actor: 'user:default/maya',
  entityRef: 'component:default/checkout',
  requestedAt: '2026-11-01T11:00:00.000Z',
  ...more,
});

const causedBy = (
  effect: string,
  ...causes: CausingOperation[]
): Partial<EntityRecord> => ({ causes: new Map([[effect, causes]]) });

describe('originOf', () => {
  it('is the operation that wrote the commit', () => {
    const from = record(causedBy(commitEffect(brought.sha), cause()));
    expect(originOf(deployed(), brought, from)).toEqual({
      type: 'portal',
      operations: [
        { id: 'one', type: 'promote', requestedBy: 'user:default/maya' },
      ],
    });
  });

  it('is the operation that is the deployment, the newest first', () => {
    const it = deployed();
    const from = record({
      causes: new Map([
        [commitEffect(brought.sha), [cause()]],
        [
          deploymentEffect(it.id),
          [
            cause({
              id: 'two',
              type: 'sync',
              requestedAt: '2026-11-01T11:30:00.000Z',
            }),
          ],
        ],
      ]),
    });
    expect(originOf(it, brought, from)).toMatchObject({
      operations: [{ id: 'two' }, { id: 'one' }],
    });
  });

  it('names no operation of another entity', () => {
    const from = record(
      causedBy(
        commitEffect(brought.sha),
        cause({ entityRef: 'component:default/secret' }),
      ),
    );
    expect(originOf(deployed(), brought, from)).toEqual({
      type: 'portal',
      operations: [],
    });
  });

  it('does not take the word of a trailer, neither way', () => {
    const forged = commit('c1', [], {
      trailers: { 'delivery-operation': ['one'] },
    });
    expect(originOf(deployed(), forged, record())).toBeUndefined();
  });

  it('is whom the upstream names, and else who wrote the commit', () => {
    const grace = { name: 'grace' };
    expect(originOf(deployed({ actor: grace }), brought, record())).toEqual({
      type: 'outside',
      by: grace,
      evidence: 'upstream',
    });
    expect(originOf(deployed(), brought, record())).toEqual({
      type: 'outside',
      by: { name: 'Ada' },
      evidence: 'commit',
    });
    expect(originOf(deployed(), undefined, record())).toBeUndefined();
  });

  it.each([
    ['on the target at the time', {}, false],
    ['and has not ended', { to: undefined }, false],
    ['on any target', { targetId: undefined }, false],
    ['on another target', { targetId: 'y' }, true],
    ['long before', { to: '2026-11-01T11:50:00.000Z' }, true],
    [
      'long after',
      {
        from: '2026-11-01T12:10:00.000Z',
        to: '2026-11-01T12:20:00.000Z',
      },
      true,
    ],
  ])(
    'is not outside while something was done from the portal %s',
    (_, span, outside) => {
      const from = record({
        spans: [
          {
            targetId: 'x',
            from: '2026-11-01T11:40:00.000Z',
            to: '2026-11-01T12:01:00.000Z',
            ...span,
          },
        ],
      });
      const origin = originOf(
        deployed({ actor: { name: 'token-of-the-portal' } }),
        brought,
        from,
      );
      expect(origin?.type).toBe(outside ? 'outside' : undefined);
    },
  );
});
