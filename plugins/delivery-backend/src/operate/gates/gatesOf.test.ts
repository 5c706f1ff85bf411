import { ConfigReader } from '@backstage/config';
import type { OperationType } from '@throughline/plugin-delivery-common';
import { readOperations } from '../config/readOperations';
import { gatesOf } from './gatesOf';

const config = readOperations(
  new ConfigReader({
    delivery: {
      operations: {
        gates: {
          production: ['pipelineGreen', { soaked: '1h' }, { approvals: 1 }],
        },
      },
    },
  }),
  ['production'],
);

it.each<[OperationType, string[]]>([
  ['promote', ['notFrozen', 'pipelineGreen', 'soaked', 'approvals']],
  ['rollBack', ['notFrozen', 'reversible', 'approvals']],
  ['unpin', ['notFrozen', 'approvals']],
])('%s is asked for by the gates that can speak of it', (type, kinds) => {
  expect(gatesOf(type, 'production', config).map(({ kind }) => kind)).toEqual(
    kinds,
  );
});

it('nothing but freezes holds up an environment without gates', () => {
  expect(gatesOf('promote', 'staging', config).map(({ kind }) => kind)).toEqual(
    ['notFrozen'],
  );
});
