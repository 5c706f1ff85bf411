import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import type { FleetQuery } from '@throughline/plugin-delivery-common';
import { fleetPage } from '../../__testUtils__';
import {
  FakeSignals,
  mockDeliveryApi,
  renderDelivery,
} from '../../__testUtils__/renderDelivery';
import { FleetContent } from './FleetContent';

function Location() {
  return <output aria-label="location">{useLocation().search}</output>;
}

function showFleet(options: Parameters<typeof renderDelivery>[1] = {}) {
  renderDelivery(
    <>
      <FleetContent />
      <Location />
    </>,
    options,
  );
}

const location = () =>
  new URLSearchParams(screen.getByLabelText('location').textContent ?? '');

describe('FleetContent', () => {
  it('shows the reader’s own services first, with versions and statuses', async () => {
    const api = mockDeliveryApi();
    showFleet({ api });
    const table = within(
      await screen.findByRole('table', {
        name: 'Services and what runs in each environment',
      }),
    );
    expect(api.getFleet.mock.calls[0][0]).toEqual({
      owners: ['user:default/mira', 'group:default/payments'],
      sort: 'worst',
      limit: 50,
    });
    const row = within(table.getByRole('row', { name: /^inventory/ }));
    expect(row.getByText('Out of sync')).toBeInTheDocument();
    expect(row.getByText('2 drifted')).toBeInTheDocument();
    expect(row.getByText('Last known: Healthy')).toBeInTheDocument();
    expect(row.getByText('Last known: Succeeded')).toBeInTheDocument();
    expect(row.getByRole('link', { name: 'inventory' })).toHaveAttribute(
      'href',
      '/catalog/default/component/inventory/delivery',
    );
    expect(
      within(table.getByRole('row', { name: /^payments-mirror/ })).getByText(
        'Contested',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('1–6 of 3,214')).toBeInTheDocument();
  });

  it('keeps states and scope in the URL and asks by them', async () => {
    const api = mockDeliveryApi();
    showFleet({ api });
    await userEvent.click(
      await screen.findByRole('button', { name: /Degraded 4/ }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'All' }));
    expect(location().getAll('state')).toEqual(['degraded']);
    expect(location().get('scope')).toBe('all');
    await waitFor(() =>
      expect(api.getFleet.mock.lastCall?.[0]).toEqual({
        states: ['degraded'],
        sort: 'worst',
        limit: 50,
      }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(location().getAll('state')).toEqual([]);
  });

  it('reads its filters from the URL', async () => {
    const api = mockDeliveryApi();
    showFleet({
      api,
      path: '/?scope=all&text=pay&environment=production&sort=name&limit=100',
    });
    await screen.findByRole('table');
    expect(api.getFleet.mock.lastCall?.[0]).toEqual({
      text: 'pay',
      environments: ['production'],
      sort: 'name',
      limit: 100,
    });
    expect(screen.getByLabelText('Search by name')).toHaveValue('pay');
    expect(
      screen.getAllByRole('columnheader').map(({ textContent }) => textContent),
    ).toEqual(['Service', 'Production', 'Last run']);
  });

  it('searches when the typing pauses', async () => {
    const api = mockDeliveryApi();
    showFleet({ api });
    await userEvent.type(
      await screen.findByLabelText('Search by name'),
      'check',
    );
    await waitFor(() => expect(location().get('text')).toBe('check'));
    expect(
      api.getFleet.mock.calls.map(([query]) => query.text).filter(Boolean),
    ).toEqual(['check']);
  });

  it('filters by owners that are found by typing', async () => {
    showFleet();
    await screen.findByRole('table');
    await userEvent.click(screen.getByRole('button', { name: 'Owner' }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByLabelText('Find owner'), 'we');
    expect(dialog.queryByLabelText('payments')).not.toBeInTheDocument();
    await userEvent.click(dialog.getByLabelText('web'));
    expect(location().getAll('owner')).toEqual(['group:default/web']);
  });

  it('goes to the next page and back, and starts anew with other filters', async () => {
    const api = mockDeliveryApi({
      getFleet: async ({ cursor }: FleetQuery) =>
        cursor === 'fleet-2'
          ? {
              ...fleetPage,
              items: [{ ...fleetPage.items[0], title: 'second page' }],
              nextCursor: undefined,
            }
          : fleetPage,
    });
    showFleet({ api, path: '/?limit=25' });
    await screen.findByText('checkout', { selector: 'a' });
    expect(
      screen.getByRole('button', { name: 'Previous page' }),
    ).toBeDisabled();

    await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
    expect(await screen.findByText('second page')).toBeInTheDocument();
    expect(screen.getByText('26–26 of 3,214')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Next page' })).toBeDisabled();

    await userEvent.click(screen.getByRole('button', { name: /Stale 12/ }));
    await waitFor(() =>
      expect(api.getFleet.mock.lastCall?.[0]).toMatchObject({
        states: ['stale'],
      }),
    );
    expect(api.getFleet.mock.lastCall?.[0].cursor).toBeUndefined();
    expect(await screen.findByText('1–6 of 3,214')).toBeInTheDocument();
  });

  it('shows all services to who owns none, and says so', async () => {
    showFleet({
      api: mockDeliveryApi({
        getFleet: async ({ owners }) =>
          owners ? { ...fleetPage, items: [], total: 0 } : fleetPage,
      }),
    });
    expect(
      await screen.findByText(/Nothing here is owned by you/),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'All' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
  });

  it('leaves it at mine where the reader asked for that', async () => {
    showFleet({
      path: '/?scope=mine',
      api: mockDeliveryApi({
        getFleet: async () => ({ ...fleetPage, items: [], total: 0 }),
      }),
    });
    expect(await screen.findByText('No service matches.')).toBeInTheDocument();
  });

  it('refreshes when its channel says that something changed', async () => {
    const signals = new FakeSignals();
    const api = mockDeliveryApi();
    showFleet({ api, signals });
    await screen.findByRole('table');
    const asked = api.getFleet.mock.calls.length;
    act(() => signals.send(fleetPage.channel));
    await waitFor(() =>
      expect(api.getFleet.mock.calls.length).toBeGreaterThan(asked),
    );
  });
});
