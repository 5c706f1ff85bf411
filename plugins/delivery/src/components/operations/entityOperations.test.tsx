import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ResponseError } from '@backstage/errors';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import type { EntityOperations } from '@throughline/plugin-delivery-common';
import {
  entityOperations,
  gates,
  operation,
  regionsDelivery,
} from '../../__testUtils__';
import {
  FakeSignals,
  mockDeliveryApi,
  mockOperationsApi,
  renderDelivery,
} from '../../__testUtils__/renderDelivery';
import { EntityDeliveryContent } from '../delivery';

const PROD = 'target-checkout-prod';
const ENTITY = 'component:default/checkout';

function showTab(
  offered: Partial<EntityOperations> = {},
  options: Parameters<typeof renderDelivery>[1] = {},
) {
  const operationsApi = mockOperationsApi({
    getOperations: async () => entityOperations(offered),
  });
  renderDelivery(
    <EntityProvider
      entity={{
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'checkout' },
      }}
    >
      <EntityDeliveryContent />
    </EntityProvider>,
    { operationsApi, ...options },
  );
  return operationsApi;
}

const planned = (api: ReturnType<typeof mockOperationsApi>) => {
  const { idempotencyKey: _, ...input } = api.planOperation.mock.calls[0][0];
  return input;
};

async function choose(menu: string | RegExp, item: string) {
  await userEvent.click(await screen.findByRole('button', { name: menu }));
  await userEvent.click(await screen.findByRole('menuitem', { name: item }));
}

describe('what is offered', () => {
  it('is nothing where nothing is', async () => {
    const api = showTab();
    await screen.findByRole('region', { name: 'Production' });
    await waitFor(() => expect(api.getOperations).toHaveBeenCalledTimes(1));
    expect(api.getOperations.mock.calls[0][0]).toEqual({
      kind: 'component',
      namespace: 'default',
      name: 'checkout',
    });
    expect(screen.queryByRole('button', { name: /^Actions/ })).toBeNull();
    expect(screen.queryByRole('button', { name: /^Promote/ })).toBeNull();
    expect(screen.queryByRole('region', { name: 'Under way' })).toBeNull();
  });

  it('stands on a lane with one target, and the focus comes back from the dialog', async () => {
    const api = showTab({
      targets: { [PROD]: [{ type: 'sync' }, { type: 'rollBack' }] },
    });
    const name = 'Actions for checkout-prod';
    const lane = within(
      await screen.findByRole('region', { name: 'Production' }),
    );
    const button = await lane.findByRole('button', { name });
    await userEvent.click(button);
    const menu = within(await screen.findByRole('menu', { name }));
    // Rolling back takes a deployment, which the history has.
    expect(
      menu.getAllByRole('menuitem').map(({ textContent }) => textContent),
    ).toEqual(['Sync']);
    await userEvent.click(menu.getByRole('menuitem', { name: 'Sync' }));

    const dialog = await screen.findByRole('dialog', {
      name: 'Sync: checkout-prod',
    });
    expect(dialog.closest('[role=presentation]')).toContainElement(
      document.activeElement as HTMLElement,
    );
    expect(planned(api)).toEqual({
      type: 'sync',
      entityRef: ENTITY,
      targetIds: [PROD],
    });
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Cancel' }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(button).toHaveFocus();
  });

  it('stays in the menu with its reason where it is off', async () => {
    const api = showTab({
      targets: {
        [PROD]: [
          { type: 'sync' },
          {
            type: 'restart',
            disabledBecause: 'Only its owners may restart it',
          },
        ],
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Actions for checkout-prod' }),
    );
    const off = await screen.findByRole('menuitem', {
      name: /Restart.*Only its owners may restart it/,
    });
    expect(off).toHaveAttribute('aria-disabled', 'true');
    await userEvent.keyboard('{ArrowDown}');
    expect(off).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(screen.getByRole('menu')).toBeInTheDocument();
    expect(api.planOperation).not.toHaveBeenCalled();
  });

  it('stands on each of several targets, beside the line that opens it', async () => {
    const { targets } = regionsDelivery.lanes[2];
    showTab(
      {
        targets: Object.fromEntries(
          targets.map(({ id }) => [id, [{ type: 'sync' as const }]]),
        ),
      },
      {
        api: mockDeliveryApi({
          getEntityDelivery: async () => regionsDelivery,
        }),
      },
    );
    await userEvent.click(
      await screen.findByRole('button', {
        name: /Show the targets of Production/,
      }),
    );
    const panel = within(
      screen.getByRole('region', { name: 'Targets in Production' }),
    );
    const menus = await panel.findAllByRole('button', { name: /^Actions for/ });
    expect(menus).toHaveLength(targets.length);
    for (const menu of menus) {
      expect(menu.parentElement?.closest('[role=button]')).toBeNull();
    }
  });

  it('stands on runs and above them', async () => {
    const api = showTab(
      {
        runs: { 'run-418': [{ type: 'rerun' }, { type: 'rerunFailed' }] },
        pipelines: [
          {
            id: 'pipeline-1',
            sourceId: 'github:acme',
            name: 'Deploy',
            offer: { type: 'runPipeline' },
          },
          {
            id: 'pipeline-2',
            sourceId: 'github:acme',
            name: 'Release',
            offer: {
              type: 'runPipeline',
              disabledBecause: 'it has no trigger',
            },
          },
        ],
      },
      { path: '/?view=pipelines' },
    );
    await choose('Actions for CI #418', 'Re-run what failed');
    await screen.findByRole('dialog', { name: 'Re-run what failed: CI #418' });
    expect(planned(api)).toEqual({
      type: 'rerunFailed',
      entityRef: ENTITY,
      runId: 'run-418',
    });
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

    api.planOperation.mockClear();
    await userEvent.click(screen.getByRole('button', { name: 'Run…' }));
    expect(
      await screen.findByRole('menuitem', {
        name: /Release.*it has no trigger/,
      }),
    ).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(screen.getByRole('menuitem', { name: 'Run Deploy' }));
    await screen.findByRole('dialog', { name: 'Run Deploy' });
    expect(planned(api)).toEqual({
      type: 'runPipeline',
      entityRef: ENTITY,
      pipelineId: 'pipeline-1',
    });
  });

  it('promotes from lane to lane, past gates that are told', async () => {
    const api = showTab({
      promotions: [
        {
          environment: 'staging',
          fromEnvironment: 'development',
          to: '1.5.0',
          offer: { type: 'promote' },
          gates,
        },
        {
          environment: 'production',
          fromEnvironment: 'staging',
          to: '1.4.3',
          offer: {
            type: 'promote',
            disabledBecause: 'production takes a grant',
          },
          gates: [],
        },
      ],
    });
    const off = await screen.findByRole('button', {
      name: 'Promote 1.4.3 to Production',
    });
    expect(off).toHaveAttribute('aria-disabled', 'true');
    expect(off).toHaveAccessibleDescription('production takes a grant');
    expect(screen.getByText('production takes a grant')).toBeVisible();
    await userEvent.click(off);
    expect(api.planOperation).not.toHaveBeenCalled();

    const lights = within(screen.getByRole('list', { name: 'Gates' }));
    expect(
      lights.getByText('No alerts fails: HighErrorRate is firing'),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Promote 1.5.0 to Staging' }),
    );
    await screen.findByRole('dialog', { name: 'Promote 1.5.0 to Staging' });
    expect(planned(api)).toEqual({
      type: 'promote',
      entityRef: ENTITY,
      environment: 'staging',
      fromEnvironment: 'development',
    });
  });

  it('rolls back to what the history has, where that succeeded', async () => {
    const api = showTab(
      { targets: { [PROD]: [{ type: 'rollBack' }] } },
      { path: '/?view=history' },
    );
    const buttons = await screen.findAllByRole('button', {
      name: /^Roll back to this/,
    });
    expect(buttons.map(button => button.getAttribute('aria-label'))).toEqual([
      'Roll back to this: 1.4.2 in Production',
    ]);
    await userEvent.click(buttons[0]);
    await screen.findByRole('dialog', {
      name: 'Roll back Production to 1.4.2',
    });
    expect(planned(api)).toEqual({
      type: 'rollBack',
      entityRef: ENTITY,
      environment: 'production',
      targetIds: [PROD],
      deploymentId: 'd-3',
    });
  });

  it('says once why nothing is rolled back', async () => {
    showTab(
      {
        targets: {
          [PROD]: [
            { type: 'rollBack', disabledBecause: 'no rule for versions' },
          ],
        },
      },
      { path: '/?view=history' },
    );
    expect(
      await screen.findByText(
        'Roll back in Production is off: no rule for versions',
      ),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /^Roll back to this/ }),
    ).toBeNull();
  });

  it('asks where the version lives where no rule says it, and the focus comes back', async () => {
    const offered = {
      promotions: [
        {
          environment: 'production',
          fromEnvironment: 'staging',
          to: '1.4.3',
          offer: { type: 'promote' as const, disabledBecause: 'no rule' },
          gates: [],
        },
      ],
      withoutVersionRule: ['production'],
    };
    const api = showTab(offered);
    const name = 'Where does the version live in Production?';
    const link = await screen.findByRole('button', { name });
    await userEvent.click(link);
    await screen.findByRole('dialog', { name });
    expect(api.getVersionRules.mock.calls[0][1]).toBe('production');
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(link).toHaveFocus();
  });

  it('says on the history where nothing can be rolled back for want of a rule', async () => {
    showTab(
      { withoutVersionRule: ['development'] },
      { path: '/?view=history' },
    );
    expect(
      await screen.findByText(/Nothing can be rolled back in Development/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', {
        name: 'Where does the version live in Development?',
      }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /live in Production/ }),
    ).toBeNull();
  });

  it('is undone where something is pinned', async () => {
    const api = showTab({
      pins: [
        {
          environment: 'production',
          by: 'user:default/mira',
          since: '2026-11-22T12:00:00.000Z',
          operationId: 'operation-0',
          what: 'the image automation is suspended',
        },
      ],
    });
    expect(await screen.findByText('Production is pinned')).toBeInTheDocument();
    expect(
      screen.getByText(/the image automation is suspended, by mira/),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Undo the pin of Production' }),
    );
    await screen.findByRole('dialog', { name: 'Undo the pin of Production' });
    expect(planned(api)).toEqual({
      type: 'unpin',
      entityRef: ENTITY,
      environment: 'production',
    });
  });

  it('is refreshed by the signal that refreshes the page', async () => {
    const signals = new FakeSignals();
    const api = showTab({}, { signals });
    await waitFor(() => expect(api.getOperations).toHaveBeenCalledTimes(1));
    await waitFor(() => expect(signals.open).toBe(1));
    signals.send(signals.channels[0]);
    await waitFor(() => expect(api.getOperations).toHaveBeenCalledTimes(2));
  });

  it.each([
    [403, false],
    [404, false],
    [500, true],
  ])(
    'is no fault of the page where it is not told (%s)',
    async (status, told) => {
      const error = await ResponseError.fromResponse(
        new Response(
          JSON.stringify({
            error: { name: 'Error', message: 'not today' },
            response: { statusCode: status },
          }),
          { status, headers: { 'Content-Type': 'application/json' } },
        ),
      );
      const operationsApi = mockOperationsApi({
        getOperations: () => Promise.reject(error),
      });
      showTab({}, { operationsApi });
      await screen.findByRole('region', { name: 'Production' });
      await waitFor(() =>
        expect(operationsApi.getOperations).toHaveBeenCalledTimes(told ? 3 : 1),
      );
      const remark = 'What can be done here cannot be told now: not today';
      expect(await screen.findAllByRole('region')).not.toHaveLength(0);
      await waitFor(() =>
        expect(screen.queryAllByText(remark)).toHaveLength(told ? 1 : 0),
      );
    },
  );
});

describe('what is under way', () => {
  const waiting = operation({
    id: 'operation-9',
    type: 'promote',
    state: 'waiting',
    to: '1.4.3',
    actor: 'user:default/tom',
    approvalsNeeded: 1,
    gates: [{ gate: 'approvals', state: 'wait', reason: '0 of 1 approvals' }],
    may: ['approve', 'reject'],
  });

  it('is followed, and its result is announced', async () => {
    const deliveryApi = mockDeliveryApi();
    const running = operation({
      steps: [
        { name: 'write the version', state: 'succeeded' },
        { name: 'wait until it is healthy', state: 'running' },
      ],
    });
    const api = showTab({ operations: [running] }, { api: deliveryApi });
    const strip = within(
      await screen.findByRole('region', { name: 'Under way' }),
    );
    expect(strip.getByText('Sync: checkout-prod')).toBeInTheDocument();
    expect(strip.getByText('wait until it is healthy')).toBeInTheDocument();
    expect(
      strip.getByRole('progressbar', {
        name: 'Steps done of Sync: checkout-prod',
      }),
    ).toHaveAttribute('aria-valuenow', '50');

    api.getOperations.mockResolvedValue(
      entityOperations({
        operations: [
          operation({
            state: 'failed',
            message: 'quota exceeded',
            finishedAt: new Date().toISOString(),
          }),
        ],
      }),
    );
    expect(
      await screen.findByText('Sync: checkout-prod: Failed. quota exceeded'),
    ).toHaveAttribute('aria-live', 'polite');
    expect(strip.getByText('quota exceeded')).toBeInTheDocument();
    // The lanes are asked for again, whether or not a signal comes.
    await waitFor(() =>
      expect(deliveryApi.getEntityDelivery).toHaveBeenCalledTimes(2),
    );
  });

  it('announces nothing that had ended before', async () => {
    showTab({
      operations: [
        operation({
          type: 'rollBack',
          state: 'succeeded',
          to: '1.4.1',
          finishedAt: new Date().toISOString(),
        }),
      ],
    });
    expect(
      await screen.findByText('Roll back Production to 1.4.1'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('The version runs and is healthy.'),
    ).toBeInTheDocument();
    expect(
      screen.getAllByRole('status').map(({ textContent }) => textContent),
    ).toEqual(['']);
  });

  it('is approved with a comment by who may', async () => {
    const api = showTab({ operations: [waiting] });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Approve: Promote 1.4.3 to Production',
      }),
    );
    expect(screen.queryByRole('button', { name: /^Give up/ })).toBeNull();
    const dialog = within(
      await screen.findByRole('dialog', {
        name: 'Approve: Promote 1.4.3 to Production',
      }),
    );
    expect(dialog.getByText('0 of 1 approvals')).toBeInTheDocument();
    await userEvent.type(
      dialog.getByRole('textbox', { name: /^Comment/ }),
      'looks well',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Approve' }));
    await waitFor(() =>
      expect(api.decideOperation).toHaveBeenCalledWith('operation-9', {
        decision: 'approved',
        comment: 'looks well',
      }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(api.getOperations.mock.calls.length).toBeGreaterThan(1);
  });

  it('says why a decision did not count', async () => {
    const api = showTab({ operations: [waiting] });
    api.decideOperation.mockRejectedValue(
      new Error('it does not wait any more'),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: /^Reject: / }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Reject' }));
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'it does not wait any more',
    );
    expect(api.decideOperation).toHaveBeenCalledWith('operation-9', {
      decision: 'rejected',
    });
  });

  it('is given up by the one who asked', async () => {
    const api = showTab({
      operations: [operation({ state: 'queued', may: ['cancel'] })],
    });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Give up: Sync: checkout-prod',
      }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.queryByRole('textbox')).toBeNull();
    await userEvent.click(dialog.getByRole('button', { name: 'Give up' }));
    await waitFor(() =>
      expect(api.cancelOperation).toHaveBeenCalledWith('operation-1'),
    );
  });

  it('tells all that is known of it', async () => {
    showTab({
      operations: [
        {
          ...waiting,
          reason: 'customers wait for it',
          breakGlass: true,
          approvals: [
            {
              by: 'user:default/ana',
              at: '2026-11-23T11:59:00.000Z',
              decision: 'approved',
              comment: 'fine',
            },
          ],
          approvalsNeeded: 2,
        },
      ],
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /^Details of Promote/ }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('customers wait for it')).toBeInTheDocument();
    expect(dialog.getByText('Gates were overridden')).toBeInTheDocument();
    const approvals = within(dialog.getByRole('list', { name: 'Approvals' }));
    expect(approvals.getByText(/^ana approved it/)).toHaveTextContent(
      /: fine$/,
    );
    expect(
      approvals.getByText(
        '1 approval is missing, by somebody other than tom, who asked for it',
      ),
    ).toBeInTheDocument();
  });
});
