import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ResponseError } from '@backstage/errors';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  emptyDelivery,
  pendingDelivery,
  readyDelivery,
  staleDelivery,
  warningDelivery,
} from '../../__testUtils__';
import {
  FakeSignals,
  mockDeliveryApi,
  renderDelivery,
} from '../../__testUtils__/renderDelivery';
import { EntityDeliveryContent } from './EntityDeliveryContent';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'checkout' },
};

function showTab(options: Parameters<typeof renderDelivery>[1] = {}) {
  return renderDelivery(
    <EntityProvider entity={entity}>
      <EntityDeliveryContent />
    </EntityProvider>,
    options,
  );
}

async function failure(status: number, body: object) {
  return ResponseError.fromResponse(
    new Response(
      JSON.stringify({ response: { statusCode: status }, ...body }),
      {
        status,
        headers: { 'Content-Type': 'application/json' },
      },
    ),
  );
}

describe('EntityDeliveryContent', () => {
  it('asks for its entity and shows lanes and changes', async () => {
    const api = mockDeliveryApi();
    showTab({ api });
    expect(
      await screen.findByRole('region', { name: 'Production' }),
    ).toBeInTheDocument();
    expect(api.getEntityDelivery).toHaveBeenCalledTimes(1);
    expect(api.getEntityDelivery.mock.calls[0][0]).toEqual({
      kind: 'Component',
      namespace: 'default',
      name: 'checkout',
    });
    const table = within(
      screen.getByRole('table', { name: 'How far each change has come' }),
    );
    const [, newest, , inferred] = table.getAllByRole('row');
    expect(
      within(newest).getByText('Development: Runs here · Newest here'),
    ).toBeInTheDocument();
    expect(
      within(newest).getByText('Production: Not here yet'),
    ).toBeInTheDocument();
    expect(
      within(inferred).getByText('Staging: Runs here · inferred, not certain'),
    ).toBeInTheDocument();
    expect(
      within(inferred).getByText(
        'Production: Cannot be told · the image that runs names no commit',
      ),
    ).toBeInTheDocument();
  });

  it('shows a skeleton while it loads', async () => {
    showTab({
      api: mockDeliveryApi({ getEntityDelivery: () => new Promise(() => {}) }),
    });
    expect(
      await screen.findByRole('status', { name: 'Loading delivery data' }),
    ).toBeInTheDocument();
  });

  it('refreshes when its channel says that something changed', async () => {
    const signals = new FakeSignals();
    const api = mockDeliveryApi();
    const { unmount } = showTab({ api, signals });
    await screen.findByRole('region', { name: 'Production' });
    expect(signals.channels).toEqual([readyDelivery.channel]);

    api.getEntityDelivery.mockResolvedValue({
      ...readyDelivery,
      lanes: readyDelivery.lanes.map(lane => ({
        ...lane,
        version: { label: '9.9.9' },
      })),
    });
    act(() => signals.send(readyDelivery.channel));
    expect(await screen.findAllByText('9.9.9')).toHaveLength(3);
    expect(api.getEntityDelivery).toHaveBeenCalledTimes(2);

    unmount();
    expect(signals.open).toBe(0);
  });

  it('keeps what it has when a refresh fails, and says so', async () => {
    const signals = new FakeSignals();
    const api = mockDeliveryApi();
    showTab({ api, signals });
    await screen.findByRole('region', { name: 'Production' });
    api.getEntityDelivery.mockRejectedValue(await failure(403, {}));
    act(() => signals.send(readyDelivery.channel));
    expect(await screen.findByText(/Could not refresh/)).toBeInTheDocument();
    expect(
      screen.getByRole('region', { name: 'Production' }),
    ).toBeInTheDocument();
  });

  it('says what to write where nothing is linked', async () => {
    showTab({
      api: mockDeliveryApi({ getEntityDelivery: async () => emptyDelivery }),
    });
    expect(
      await screen.findByText('Nothing is linked to this entity yet'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/argocd\/app-name: style-guide-prod/),
    ).toBeInTheDocument();
    expect(
      screen.getByText('source location github.com/acme/style-guide'),
    ).toBeInTheDocument();
    expect(screen.getAllByRole('button', { name: /^Copy: / })).toHaveLength(4);
  });

  it('says that a new entity is being linked', async () => {
    showTab({
      api: mockDeliveryApi({ getEntityDelivery: async () => pendingDelivery }),
    });
    expect(await screen.findByText('Being linked')).toBeInTheDocument();
  });

  it('puts warnings and the sandbox notice on top', async () => {
    showTab({
      api: mockDeliveryApi({ getEntityDelivery: async () => warningDelivery }),
    });
    expect(
      await screen.findByText(/no application is called "chekout-prod"/),
    ).toBeInTheDocument();
    expect(screen.getByText(/^Sandbox data/)).toBeInTheDocument();
  });

  it('names the source that does not answer', async () => {
    showTab({
      api: mockDeliveryApi({ getEntityDelivery: async () => staleDelivery }),
    });
    expect(
      await screen.findByText(/Timed out: no answer within 10 s/),
    ).toBeInTheDocument();
  });

  it.each([
    [404, { error: { name: 'NotFoundError', message: '' } }, 'notFound'],
    [404, {}, 'notInstalled'],
    [403, {}, 'forbidden'],
  ])('shows %s %j as %s', async (status, body, kind) => {
    const error = await failure(status, body);
    showTab({
      api: mockDeliveryApi({ getEntityDelivery: () => Promise.reject(error) }),
    });
    expect(await screen.findByRole('alert')).toHaveAttribute(
      'data-error',
      kind,
    );
  });

  it('can be asked again after it broke', async () => {
    const error = await failure(500, {
      error: { name: 'Error', message: 'the database is gone' },
    });
    const api = mockDeliveryApi({
      getEntityDelivery: () => Promise.reject(error),
    });
    showTab({ api });
    expect(await screen.findByText('the database is gone')).toBeInTheDocument();
    api.getEntityDelivery.mockResolvedValue(readyDelivery);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('region', { name: 'Production' }),
    ).toBeInTheDocument();
  });

  it('shows runs with their jobs', async () => {
    showTab({ path: '/?view=pipelines' });
    const table = within(
      await screen.findByRole('table', { name: 'Pipeline runs' }),
    );
    expect(table.getByText('attempt 2')).toBeInTheDocument();
    await userEvent.click(
      table.getByRole('button', { name: 'Show the jobs of CI #418' }),
    );
    const jobs = within(table.getByRole('list', { name: 'Jobs of CI #418' }));
    expect(jobs.getByText('publish')).toBeInTheDocument();
    expect(jobs.getByText('Skipped')).toBeInTheDocument();
  });

  it('shows the history with its gaps', async () => {
    showTab();
    await userEvent.click(await screen.findByRole('tab', { name: 'History' }));
    const table = within(
      await screen.findByRole('table', { name: 'Deployments, newest first' }),
    );
    expect(table.getByText('12 deployments are missing')).toBeInTheDocument();
    expect(table.getByText('configuration only')).toBeInTheDocument();
    expect(table.getByText(/quota exceeded/)).toBeInTheDocument();
    expect(table.getByText('unknown')).toBeInTheDocument();
  });

  it('continues a list after its first page', async () => {
    const api = mockDeliveryApi({
      getChanges: async (_, cursor) =>
        cursor === 'changes-2'
          ? {
              items: [
                readyDelivery.changes.items[3],
                {
                  ...readyDelivery.changes.items[3],
                  commit: {
                    ...readyDelivery.changes.items[3].commit,
                    sha: 'f'.repeat(40),
                    subject: 'An older change',
                  },
                },
              ],
            }
          : { items: [] },
    });
    showTab({ api });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show more' }),
    );
    expect(await screen.findByText('An older change')).toBeInTheDocument();
    const table = screen.getByRole('table', {
      name: 'How far each change has come',
    });
    expect(within(table).getAllByText(/Round to the currency/)).toHaveLength(1);
    await waitFor(() =>
      expect(
        screen.queryByRole('button', { name: 'Show more' }),
      ).not.toBeInTheDocument(),
    );
  });
});
