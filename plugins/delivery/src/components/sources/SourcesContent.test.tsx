import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ResponseError } from '@backstage/errors';
import { sourcesPage } from '../../__testUtils__';
import {
  mockDeliveryApi,
  renderDelivery,
} from '../../__testUtils__/renderDelivery';
import { SourcesContent } from './SourcesContent';

describe('SourcesContent', () => {
  it('shows every connection, those in trouble first', async () => {
    renderDelivery(<SourcesContent />);
    const table = await screen.findByRole('table', { name: 'Connections' });
    const rows = within(table).getAllByRole('rowheader');
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('Cluster legacy'),
      expect.stringContaining('Argo CD prod'),
      expect.stringContaining('Argo CD nonprod'),
      expect.stringContaining('GitHub acme'),
    ]);
    const stale = within(
      within(table).getByRole('row', { name: /Argo CD prod/ }),
    );
    expect(stale.getByText('Stale')).toBeInTheDocument();
    expect(stale.getByText('Timed out')).toBeInTheDocument();
    expect(stale.getByText('31 items could not be read')).toBeInTheDocument();
    expect(within(table).getByText('4,310 of 5,000 left')).toBeInTheDocument();
  });

  it('says of credentials that are refused that authentication failed, and since when', async () => {
    const [, stale] = sourcesPage.sources;
    renderDelivery(<SourcesContent />, {
      api: mockDeliveryApi({
        getSources: async () => ({
          ...sourcesPage,
          sources: [
            {
              ...stale,
              error: {
                kind: 'authentication' as const,
                message: 'Argo CD answered 401',
                since: new Date(Date.now() - 5 * 60_000).toISOString(),
              },
            },
          ],
        }),
      }),
    });
    const row = await screen.findByRole('row', {
      name: new RegExp(stale.title),
    });
    expect(row).toHaveTextContent(
      /Authentication failed: Argo CD answered 401 \(began 5 min/,
    );
  });

  it('opens what could not be read', async () => {
    renderDelivery(<SourcesContent />);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Details of Argo CD prod' }),
    );
    expect(
      screen.getByText(/status.sync.status is 7, a string was expected/),
    ).toBeInTheDocument();
  });

  it('lists what nothing places, with what was tried and who claims it', async () => {
    const api = mockDeliveryApi({
      getSources: async cursor =>
        cursor
          ? {
              ...sourcesPage,
              unplaced: {
                total: 14,
                items: [
                  { ...sourcesPage.unplaced.items[1], id: 'u-3', name: 'loki' },
                ],
              },
            }
          : sourcesPage,
    });
    renderDelivery(<SourcesContent />, { api });
    const table = within(
      await screen.findByRole('table', { name: 'Targets that nothing places' }),
    );
    const contested = within(table.getByRole('row', { name: /payments-prod/ }));
    expect(
      contested.getByText('Contested by several owners'),
    ).toBeInTheDocument();
    expect(
      contested.getByRole('link', { name: /payments-mirror/ }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
    expect(await table.findByText('loki')).toBeInTheDocument();
    expect(screen.getByText('3 of 14 shown')).toBeInTheDocument();
  });

  it('says which permission it takes', async () => {
    const error = await ResponseError.fromResponse(
      new Response('{}', { status: 403 }),
    );
    renderDelivery(<SourcesContent />, {
      api: mockDeliveryApi({ getSources: () => Promise.reject(error) }),
    });
    expect(
      await screen.findByText(/can grant delivery.sources.read/),
    ).toBeInTheDocument();
  });
});
