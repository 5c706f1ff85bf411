import {
  OPERATION_STATES,
  type OperationState,
} from '@throughline/plugin-delivery-common';
import type { OperationRecord } from '../records';
import { operationNotice } from './operationNotice';

const GRANTS = ['group:default/release-managers'];

function operation(
  state: OperationState,
  more: { production?: boolean; gate?: 'wait' | 'pass'; actor?: string } = {},
): OperationRecord {
  return {
    id: 'one',
    actor: more.actor ?? 'user:default/maya',
    type: 'rollBack',
    state,
    entityRef: 'component:default/checkout',
    environment: 'staging',
    requestedAt: '2026-11-25T12:00:00.000Z',
    finishedAt: '2026-11-25T12:01:00.000Z',
    order: {
      to: '1.4.2',
      input: { reason: 'it is slow' },
      resources: [
        {
          owner: 'group:default/payments',
          production: more.production ?? false,
        },
      ],
    },
    progress: {
      gates: [{ gate: 'approvals', state: more.gate ?? 'wait', reason: '' }],
      message: 'it is degraded',
    },
  } as unknown as OperationRecord;
}

it.each(OPERATION_STATES)('knows what to tell of what is %s', state => {
  const kinds: Partial<Record<OperationState, string>> = {
    waiting: 'approval-wanted',
    succeeded: 'operation-finished',
    failed: 'operation-failed',
    refused: 'operation-failed',
    unknown: 'operation-failed',
  };
  expect(operationNotice(operation(state), GRANTS)?.kind).toBe(kinds[state]);
});

it('tells the actor and the owner how it ended', () => {
  expect(operationNotice(operation('failed'), GRANTS)?.message).toEqual({
    recipients: {
      type: 'entity',
      entityRef: ['user:default/maya', 'group:default/payments'],
    },
    payload: {
      title: 'roll back checkout 1.4.2 in staging failed',
      description: 'it is degraded',
      link: '/catalog/default/component/checkout/delivery',
      severity: 'high',
      topic: 'delivery:operation-failed',
      scope: 'one',
    },
  });
});

it('asks those who may approve, and never the one who asked', () => {
  expect(
    operationNotice(operation('waiting', { production: true }), GRANTS)?.message
      .recipients,
  ).toEqual({
    type: 'entity',
    entityRef: [...GRANTS, 'group:default/payments'],
    excludeEntityRef: 'user:default/maya',
  });
  // Where all is left to the policy nobody has a grant.
  expect(
    operationNotice(operation('waiting', { production: true }), [])?.message
      .recipients,
  ).toMatchObject({ entityRef: ['group:default/payments'] });
  expect(
    operationNotice(operation('waiting'), GRANTS)?.message.recipients,
  ).toMatchObject({ entityRef: ['group:default/payments'] });
});

it('asks nobody while it waits for something else', () => {
  expect(
    operationNotice(operation('waiting', { gate: 'pass' }), GRANTS),
  ).toBeUndefined();
});

it('does not tell a refusal that was told at once', () => {
  const refused = operation('refused');
  expect(
    operationNotice({ ...refused, finishedAt: refused.requestedAt }, GRANTS),
  ).toBeUndefined();
});

it('tells services nothing', () => {
  expect(
    operationNotice(operation('succeeded', { actor: 'external:ci' }), GRANTS)
      ?.message.recipients,
  ).toMatchObject({ entityRef: ['group:default/payments'] });
});
