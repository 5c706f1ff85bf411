import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ResponseError } from '@backstage/errors';
import type { OperationParameter } from '@throughline/plugin-delivery-common';
import { gates, operation, plan } from '../../../__testUtils__';
import {
  mockOperationsApi,
  renderDelivery,
} from '../../../__testUtils__/renderDelivery';
import type { AskedOperation } from '../shared';
import { OperationDialog } from './OperationDialog';

const sync: AskedOperation = {
  input: {
    type: 'sync',
    entityRef: 'component:default/checkout',
    targetIds: ['target-checkout-prod'],
  },
  subject: 'checkout-prod',
};

const promote: AskedOperation = {
  input: {
    type: 'promote',
    entityRef: 'component:default/checkout',
    environment: 'staging',
    fromEnvironment: 'development',
  },
  version: '1.5.0',
  environment: 'Staging',
};

function open(
  operationsApi = mockOperationsApi(),
  asked: AskedOperation = sync,
  onClosed: () => void = () => {},
) {
  renderDelivery(<OperationDialog asked={asked} onClosed={onClosed} />, {
    operationsApi,
  });
  return operationsApi;
}

const dialog = async (name: string) =>
  within(await screen.findByRole('dialog', { name }));

async function refusal(status: number, message: string) {
  return ResponseError.fromResponse(
    new Response(
      JSON.stringify({
        error: { name: 'Error', message },
        response: { statusCode: status },
      }),
      { status, headers: { 'Content-Type': 'application/json' } },
    ),
  );
}

describe('the dialog of an operation', () => {
  it('works out what would happen before it can be asked for', async () => {
    const api = open(
      mockOperationsApi({ planOperation: () => new Promise(() => {}) }),
    );
    const shown = await dialog('Sync: checkout-prod');
    expect(
      shown.getByRole('status', { name: 'Working out what it would do' }),
    ).toBeInTheDocument();
    expect(shown.queryByRole('button', { name: 'Sync' })).toBeNull();
    expect(api.planOperation.mock.calls[0][0]).toEqual({
      ...sync.input,
      idempotencyKey: expect.stringMatching(/^[0-9a-f-]{32,36}$/),
    });
  });

  it('says why that failed, and tries again', async () => {
    const error = await refusal(400, 'There is no target here.');
    const api = open(
      mockOperationsApi({ planOperation: () => Promise.reject(error) }),
    );
    const shown = await dialog('Sync: checkout-prod');
    expect(await shown.findByRole('alert')).toHaveTextContent(
      'There is no target here.',
    );
    api.planOperation.mockResolvedValue(plan());
    await userEvent.click(shown.getByRole('button', { name: 'Try again' }));
    expect(
      await shown.findByRole('button', { name: 'Sync' }),
    ).toBeInTheDocument();
  });

  it('shows in words what would happen', async () => {
    open(
      mockOperationsApi({
        planOperation: async () =>
          plan({
            type: 'promote',
            environment: 'staging',
            from: '1.4.3',
            to: '1.5.0',
            gates: gates.slice(0, 2),
            approvalsNeeded: 1,
            delivery: 'pullRequest',
            warnings: ['An image automation writes this field too.'],
            changes: [
              {
                repository: 'github.com/acme/gitops',
                path: 'apps/checkout/values.yaml',
                diff: '@@ -1 +1 @@\n-tag: 1.4.3\n+tag: 1.5.0\n',
              },
            ],
          }),
      }),
      promote,
    );
    const shown = await dialog('Promote 1.5.0 to Staging');
    expect(
      await shown.findByRole('button', { name: 'Promote 1.5.0 to Staging' }),
    ).toBeEnabled();
    expect(shown.getByText('by a pull request')).toBeInTheDocument();
    expect(
      shown.getByText('needs 1 approval by somebody else'),
    ).toBeInTheDocument();
    expect(
      shown.getByText('An image automation writes this field too.'),
    ).toBeInTheDocument();
    const list = within(shown.getByRole('list', { name: 'Gates' }));
    expect(list.getByText('Pipeline green passes')).toBeInTheDocument();
    expect(list.getByText('Soaked waits')).toBeInTheDocument();
    expect(list.getByText(/12 of 30 minutes in Staging/)).toHaveTextContent(
      /until November 23, 2026/,
    );
    expect(
      shown.getByText('It is asked for now, and begins once its gates pass.'),
    ).toBeInTheDocument();

    const diff = shown.getByRole('region', {
      name: 'Changes of apps/checkout/values.yaml in github.com/acme/gitops',
    });
    expect(diff).toHaveAttribute('tabindex', '0');
    expect(within(diff).getByText('-tag: 1.4.3')).toHaveAttribute(
      'data-diff',
      'removed',
    );
    expect(within(diff).getByText('+tag: 1.5.0')).toHaveAttribute(
      'data-diff',
      'added',
    );
  });

  it('shows which pipeline is started and what it is told, where that brings the version', async () => {
    open(
      mockOperationsApi({
        planOperation: async () =>
          plan({
            type: 'promote',
            environment: 'staging',
            delivery: 'pipeline',
            runs: [
              {
                name: 'payments/deploy-checkout',
                sourceId: 'jenkins:default',
                parameters: { VERSION: '1.5.0', ENVIRONMENT: 'staging' },
              },
            ],
          }),
      }),
      promote,
    );
    const shown = await dialog('Promote 1.5.0 to Staging');
    expect(
      await shown.findByText('by the pipeline that deploys it'),
    ).toBeInTheDocument();
    expect(shown.getByText('payments/deploy-checkout')).toBeInTheDocument();
    expect(
      shown.getAllByRole('term').map(({ textContent }) => textContent),
    ).toEqual(expect.arrayContaining(['VERSION', 'ENVIRONMENT']));
    expect(shown.getByText('1.5.0', { selector: 'dd' })).toBeInTheDocument();
    expect(shown.queryByText('Changes in Git')).toBeNull();
  });

  it('says plainly why it cannot be done, and offers no button', async () => {
    open(
      mockOperationsApi({
        planOperation: async () =>
          plan({ refusedBecause: 'Only its owners may sync it.' }),
      }),
    );
    const shown = await dialog('Sync: checkout-prod');
    expect(
      await shown.findByText('Only its owners may sync it.'),
    ).toBeInTheDocument();
    expect(
      shown.getAllByRole('button').map(({ textContent }) => textContent),
    ).toEqual(['Close']);
  });

  it('asks once, and turns to how far it has come', async () => {
    let answer = (_: ReturnType<typeof operation>) => {};
    const api = open(
      mockOperationsApi({
        requestOperation: () =>
          new Promise(resolve => {
            answer = resolve;
          }),
        getOperation: async () =>
          operation({
            state: 'succeeded',
            message: 'synced, and healthy',
            parameters: { PRUNE: 'true' },
            steps: [{ name: 'sync checkout-prod', state: 'succeeded' }],
            links: [{ title: 'Argo CD', url: 'https://argocd.example.com/x' }],
          }),
      }),
    );
    const shown = await dialog('Sync: checkout-prod');
    await userEvent.type(
      await shown.findByRole('textbox', { name: /^Reason/ }),
      ' to try it ',
    );
    const button = shown.getByRole('button', { name: 'Sync' });
    await userEvent.click(button);
    await waitFor(() => expect(button).toHaveAttribute('aria-busy', 'true'));
    await userEvent.click(button);
    expect(api.requestOperation).toHaveBeenCalledTimes(1);
    expect(api.requestOperation.mock.calls[0][0]).toEqual({
      ...sync.input,
      reason: 'to try it',
      idempotencyKey: api.planOperation.mock.calls[0][0].idempotencyKey,
    });

    answer(operation({ state: 'queued' }));
    expect(
      await shown.findByText('It waits for its turn.'),
    ).toBeInTheDocument();
    expect(
      await shown.findByText(
        'Sync: checkout-prod: Succeeded. synced, and healthy',
      ),
    ).toHaveAttribute('aria-live', 'polite');
    expect(
      within(shown.getByRole('list', { name: 'Steps' })).getByText('Done'),
    ).toBeInTheDocument();
    expect(shown.getByText('PRUNE').nextSibling).toHaveTextContent('true');
    expect(shown.getByRole('link', { name: /Argo CD/ })).toHaveAttribute(
      'href',
      'https://argocd.example.com/x',
    );
  });

  it('keeps what was written and its key when sending fails', async () => {
    const error = await refusal(500, 'the database is gone');
    const api = open(
      mockOperationsApi({ requestOperation: () => Promise.reject(error) }),
    );
    const shown = await dialog('Sync: checkout-prod');
    await userEvent.type(
      await shown.findByRole('textbox', { name: /^Reason/ }),
      'why',
    );
    await userEvent.click(shown.getByRole('button', { name: 'Sync' }));
    expect(await shown.findByRole('alert')).toHaveTextContent(
      'the database is gone',
    );
    api.requestOperation.mockResolvedValue(operation({ state: 'queued' }));
    await userEvent.click(shown.getByRole('button', { name: 'Sync' }));
    expect(await shown.findByText('Queued')).toBeInTheDocument();
    const [[first], [second]] = api.requestOperation.mock.calls;
    expect(second).toEqual(first);
    expect(second.reason).toBe('why');
  });

  it('shows what was refused after all as refused', async () => {
    open(
      mockOperationsApi({
        requestOperation: async () =>
          operation({ state: 'refused', message: 'frozen: weekend' }),
      }),
    );
    const shown = await dialog('Sync: checkout-prod');
    await userEvent.click(await shown.findByRole('button', { name: 'Sync' }));
    expect(await shown.findByText('Refused')).toBeInTheDocument();
    expect(shown.getByText('frozen: weekend')).toBeInTheDocument();
  });

  it('says of a version that it runs and is healthy, and of no other', async () => {
    open(
      mockOperationsApi({
        planOperation: async () => plan({ type: 'promote', to: '1.5.0' }),
        requestOperation: async () =>
          operation({ type: 'promote', state: 'succeeded' }),
      }),
      promote,
    );
    const shown = await dialog('Promote 1.5.0 to Staging');
    await userEvent.click(
      await shown.findByRole('button', { name: 'Promote 1.5.0 to Staging' }),
    );
    expect(
      await shown.findByText('The version runs and is healthy.'),
    ).toBeInTheDocument();
  });

  it('is closed by Escape, but not by a click beside it', async () => {
    const onClosed = jest.fn();
    open(mockOperationsApi(), sync, onClosed);
    await dialog('Sync: checkout-prod');
    await userEvent.click(document.querySelector('.MuiDialog-container')!);
    expect(screen.getByRole('dialog')).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(onClosed).toHaveBeenCalled());
  });

  it('makes a key where the browser offers none', async () => {
    const { randomUUID } = crypto;
    Object.defineProperty(crypto, 'randomUUID', {
      value: undefined,
      configurable: true,
    });
    try {
      const api = open();
      await waitFor(() => expect(api.planOperation).toHaveBeenCalled());
      expect(api.planOperation.mock.calls[0][0].idempotencyKey).toMatch(
        /^[0-9a-f]{32}$/,
      );
    } finally {
      Object.defineProperty(crypto, 'randomUUID', {
        value: randomUUID,
        configurable: true,
      });
    }
  });
});

describe('gates that fail', () => {
  it('stop those who may not override them', async () => {
    open(mockOperationsApi({ planOperation: async () => plan({ gates }) }));
    const shown = await dialog('Sync: checkout-prod');
    expect(
      await shown.findByText('A gate fails, so it would be refused.'),
    ).toBeInTheDocument();
    expect(shown.getByRole('button', { name: 'Sync' })).toBeDisabled();
    expect(shown.queryByRole('checkbox')).toBeNull();
  });

  it('are overridden with a reason only', async () => {
    const api = open(
      mockOperationsApi({
        planOperation: async () => plan({ gates, mayBreakGlass: true }),
      }),
    );
    const shown = await dialog('Sync: checkout-prod');
    await userEvent.click(
      await shown.findByRole('checkbox', { name: /break glass/ }),
    );
    await userEvent.click(shown.getByRole('button', { name: 'Sync' }));
    const reason = shown.getByRole('textbox', { name: /^Reason/ });
    expect(reason).toHaveFocus();
    expect(reason).toHaveAttribute('aria-invalid', 'true');
    expect(reason).toHaveAccessibleDescription(
      /Say why the gates are overridden/,
    );
    expect(api.requestOperation).not.toHaveBeenCalled();

    await userEvent.type(reason, 'checkout is down');
    await userEvent.click(shown.getByRole('button', { name: 'Sync' }));
    await waitFor(() =>
      expect(api.requestOperation.mock.lastCall?.[0]).toMatchObject({
        breakGlass: true,
        reason: 'checkout is down',
      }),
    );
  });

  it('cannot be overridden where none fails', async () => {
    open(
      mockOperationsApi({
        planOperation: async () =>
          plan({ gates: gates.slice(0, 2), mayBreakGlass: true }),
      }),
    );
    const shown = await dialog('Sync: checkout-prod');
    await shown.findByRole('button', { name: 'Sync' });
    expect(shown.queryByRole('checkbox')).toBeNull();
  });
});

describe('the form', () => {
  const parameters: OperationParameter[] = [
    {
      name: 'version',
      title: 'Version',
      description: 'Which one to deploy',
      type: 'string',
      required: true,
      pattern: '\\d+\\.\\d+\\.\\d+',
    },
    { name: 'notes', type: 'text', required: false },
    { name: 'replicas', type: 'number', required: false, defaultValue: '3' },
    { name: 'dryRun', type: 'boolean', required: true, defaultValue: 'true' },
    {
      name: 'region',
      type: 'choice',
      required: true,
      choices: ['eu', 'us'],
    },
    { name: 'token', type: 'secret', required: true },
  ];
  const run: AskedOperation = {
    input: {
      type: 'runPipeline',
      entityRef: 'component:default/checkout',
      pipelineId: 'pipeline-1',
    },
    subject: 'Deploy',
  };

  it('is checked here first, and sent as text', async () => {
    const api = open(
      mockOperationsApi({
        planOperation: async () => plan({ type: 'runPipeline', parameters }),
      }),
      run,
    );
    const shown = await dialog('Run Deploy');
    const button = await shown.findByRole('button', { name: 'Run Deploy' });
    const version = shown.getByRole('textbox', { name: /^Version/ });
    expect(version).toBeRequired();
    expect(version).toHaveAccessibleDescription('Which one to deploy');
    expect(version).toHaveAttribute('aria-invalid', 'false');
    expect(shown.getByLabelText(/^token/)).toBeDisabled();

    await userEvent.click(button);
    expect(version).toHaveFocus();
    expect(version).toHaveAccessibleDescription(/^Fill this in\./);
    await userEvent.type(version, '1.5');
    expect(version).toHaveAccessibleDescription(/^It must look like /);
    await userEvent.type(version, '.0');
    expect(version).toHaveAttribute('aria-invalid', 'false');

    const replicas = shown.getByRole('textbox', { name: /^replicas/ });
    await userEvent.clear(replicas);
    await userEvent.type(replicas, 'three');
    await userEvent.click(button);
    expect(replicas).toHaveFocus();
    expect(replicas).toHaveAccessibleDescription(/^Write a number/);
    await userEvent.clear(replicas);

    const region = shown.getByRole('combobox', { name: /^region/ });
    await userEvent.click(button);
    expect(region).toHaveFocus();
    await userEvent.selectOptions(region, 'us');
    await userEvent.click(shown.getByRole('checkbox', { name: 'dryRun' }));
    expect(api.requestOperation).not.toHaveBeenCalled();

    await userEvent.click(button);
    await waitFor(() =>
      expect(api.requestOperation.mock.lastCall?.[0].parameters).toEqual({
        version: '1.5.0',
        dryRun: 'false',
        region: 'us',
      }),
    );
  });
});
