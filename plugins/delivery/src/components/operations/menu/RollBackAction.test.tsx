import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { DeploymentView } from '@throughline/plugin-delivery-common';
import { entityOperations } from '../../../__testUtils__';
import {
  ENVIRONMENTS,
  lane,
  target,
  version,
} from '../../../__testUtils__/builders';
import { renderDelivery } from '../../../__testUtils__/renderDelivery';
import { OperationsContextProvider } from '../OperationsContext';
import { RollBackAction } from './RollBackAction';

const REGIONS = {
  'eu-west': '1.5.0',
  'us-east': '1.5.0',
  'us-west': '1.5.0',
  'ap-east': '1.4.0',
};

function show(
  targetId: string,
  regions: Record<string, string> = REGIONS,
  newest: Record<string, Partial<DeploymentView>> = {},
) {
  const targets = Object.entries(regions).map(([name, label]) =>
    target(name, { id: name, version: version(label) }),
  );
  const ask = jest.fn();
  renderDelivery(
    <OperationsContextProvider
      value={{
        operations: entityOperations({
          targets: {
            'eu-west': [{ type: 'rollBack' }],
            'us-east': [{ type: 'rollBack' }],
            'us-west': [{ type: 'rollBack', disabledBecause: 'not yours' }],
            'ap-east': [{ type: 'rollBack' }],
          },
        }),
        ask,
        askWhere: () => {},
        titleOf: name => name,
      }}
    >
      <RollBackAction
        deployment={
          {
            id: 'd-1',
            targetId,
            environment: 'production',
            outcome: 'succeeded',
            to: version('1.4.0'),
          } as DeploymentView
        }
        lane={lane(ENVIRONMENTS.production, targets)}
        newest={new Map(Object.entries(newest) as [string, DeploymentView][])}
      />
    </OperationsContextProvider>,
  );
  return ask;
}

const all = { name: 'Roll back all 2 of Production that left 1.4.0' };

it('takes all back together that have left the version and may be', async () => {
  const ask = show('eu-west');
  await userEvent.click(await screen.findByRole('button', all));
  expect(ask).toHaveBeenCalledWith(
    expect.objectContaining({
      input: expect.objectContaining({
        type: 'rollBack',
        deploymentId: 'd-1',
        targetIds: ['eu-west', 'us-east'],
      }),
    }),
  );
});

it('takes one back alone where that is asked for, or no other has left', async () => {
  const ask = show('eu-west', { ...REGIONS, 'us-east': '1.4.0' });
  await userEvent.click(
    await screen.findByRole('button', { name: /^Roll back to this/ }),
  );
  expect(ask.mock.calls[0][0].input.targetIds).toEqual(['eu-west']);
  expect(screen.getAllByRole('button')).toHaveLength(1);
});

it('offers the others at no target that runs the version still', async () => {
  show('ap-east');
  expect(
    await screen.findByRole('button', { name: /^Roll back to this/ }),
  ).toBeInTheDocument();
  expect(screen.queryByRole('button', all)).toBeNull();
});

it('counts what was told to leave the version and does not come up', async () => {
  const ask = show(
    'eu-west',
    { ...REGIONS, 'us-east': '1.4.0' },
    { 'us-east': { id: 'd-2', to: version('1.5.0') } },
  );
  await userEvent.click(await screen.findByRole('button', all));
  expect(ask.mock.calls[0][0].input.targetIds).toEqual(['eu-west', 'us-east']);
});

it('offers nothing where nothing was deployed since', async () => {
  show('eu-west', REGIONS, { 'eu-west': { id: 'd-1', to: version('1.4.0') } });
  show('us-east', REGIONS, { 'eu-west': { id: 'd-1', to: version('1.4.0') } });
  expect(
    await screen.findAllByRole('button', { name: /^Roll back to this/ }),
  ).toHaveLength(1);
});
