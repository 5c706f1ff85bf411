import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { ResponseError } from '@backstage/errors';
import type { OperationsPage } from '@throughline/plugin-delivery-common';
import { gates, operation, operationsPage } from '../../../__testUtils__';
import {
  mockOperationsApi,
  renderDelivery,
} from '../../../__testUtils__/renderDelivery';
import { OperationsContent } from './OperationsContent';
import { saveFile } from '../shared/saveFile';

jest.mock('../shared/saveFile', () => ({ saveFile: jest.fn() }));

function Location() {
  return <output aria-label="location">{useLocation().search}</output>;
}

const location = () =>
  new URLSearchParams(screen.getByLabelText('location').textContent ?? '');

function showPage(page: Partial<OperationsPage> = {}, path = '/') {
  const operationsApi = mockOperationsApi({
    searchOperations: async () => operationsPage(page),
  });
  renderDelivery(
    <>
      <OperationsContent />
      <Location />
    </>,
    { operationsApi, path },
  );
  return operationsApi;
}

const table = () =>
  screen.findByRole('table', { name: 'Operations, newest first' });

const done = operation({
  id: 'operation-2',
  type: 'promote',
  state: 'succeeded',
  from: '1.4.2',
  to: '1.4.3',
  reason: 'monday release',
  gates,
  breakGlass: true,
  message: 'healthy since noon',
  steps: [{ name: 'commit', state: 'succeeded' }],
  links: [
    { title: 'Pull request 7', url: 'https://github.com/acme/gitops/pull/7' },
  ],
  startedAt: '2026-11-23T11:00:00.000Z',
  finishedAt: '2026-11-23T11:04:10.000Z',
});

describe('OperationsContent', () => {
  it('tells who asked for what, where, why and what came of it', async () => {
    const api = showPage({ items: [done] });
    const row = within(
      within(await table()).getByRole('row', {
        name: /Promote 1\.4\.3 to production/,
      }),
    );
    expect(api.searchOperations.mock.calls[0][0]).toEqual({ limit: 50 });
    expect(row.getByText('Succeeded')).toBeInTheDocument();
    expect(row.getByText('healthy since noon')).toBeInTheDocument();
    expect(row.getByText('1.4.2 → 1.4.3')).toBeInTheDocument();
    expect(row.getByText('monday release')).toBeInTheDocument();
    expect(row.getByText('4m 10s')).toBeInTheDocument();
    expect(row.getByText('Gates were overridden')).toBeInTheDocument();
    expect(row.getByRole('link', { name: 'mira' })).toHaveAttribute(
      'href',
      '/catalog/default/user/mira',
    );
    expect(row.getByRole('link', { name: 'checkout' })).toBeInTheDocument();
    expect(
      row.getByText('No alerts fails: HighErrorRate is firing'),
    ).toBeInTheDocument();
  });

  it('opens to details', async () => {
    showPage({ items: [done] });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Details of Promote 1.4.3 to production',
      }),
    );
    expect(
      within(screen.getByRole('list', { name: 'Steps' })).getByText('commit'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: /Pull request 7/ }),
    ).toHaveAttribute('href', 'https://github.com/acme/gitops/pull/7');
  });

  it('lets those decide on it who may', async () => {
    const api = showPage({
      items: [operation({ state: 'waiting', may: ['approve', 'reject'] })],
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /^Details of Sync/ }),
    );
    await userEvent.click(screen.getByRole('button', { name: /^Approve: / }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Approve' }));
    await waitFor(() => expect(api.decideOperation).toHaveBeenCalled());
    await waitFor(() =>
      expect(api.searchOperations.mock.calls.length).toBeGreaterThan(1),
    );
  });

  it('reads its filters from the URL, and keeps them there', async () => {
    const api = showPage(
      {},
      '/?text=pay&type=sync&state=failed&environment=production&actor=user%3Adefault%2Fmira&from=2026-11-20',
    );
    await table();
    expect(api.searchOperations.mock.lastCall?.[0]).toEqual({
      text: 'pay',
      types: ['sync'],
      states: ['failed'],
      environments: ['production'],
      actor: 'user:default/mira',
      from: expect.stringMatching(/^2026-11-(19|20)T/),
      limit: 50,
    });
    await userEvent.click(
      screen.getByRole('button', { name: 'State: Failed' }),
    );
    await userEvent.click(screen.getByRole('checkbox', { name: 'Refused' }));
    expect(location().getAll('state')).toEqual(['failed', 'refused']);
    await userEvent.keyboard('{Escape}');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Clear filters' }),
    );
    expect([...location()]).toEqual([]);
    await waitFor(() =>
      expect(api.searchOperations.mock.lastCall?.[0]).toEqual({ limit: 50 }),
    );
  });

  it('searches when the typing pauses', async () => {
    const api = showPage();
    await table();
    await userEvent.type(
      screen.getByRole('searchbox', { name: /^Search names/ }),
      '1.5',
    );
    await waitFor(() =>
      expect(api.searchOperations.mock.lastCall?.[0].text).toBe('1.5'),
    );
    expect(location().get('text')).toBe('1.5');
  });

  it('pages by cursor', async () => {
    const api = showPage({ nextCursor: 'c1' });
    await table();
    expect(screen.getByRole('button', { name: 'Newer' })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'Older' }));
    await waitFor(() =>
      expect(api.searchOperations.mock.lastCall?.[0].cursor).toBe('c1'),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Newer' }));
    expect(screen.getByRole('button', { name: 'Newer' })).toBeDisabled();
  });

  it('exports what the filters let through', async () => {
    const api = showPage({ mayExport: true, nextCursor: 'c1' }, '/?type=sync');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Export CSV' }),
    );
    await waitFor(() =>
      expect(saveFile).toHaveBeenCalledWith(expect.any(Blob), 'operations.csv'),
    );
    expect(api.exportOperations).toHaveBeenCalledWith({ types: ['sync'] });
    api.exportOperations.mockRejectedValue(new Error('too much'));
    await userEvent.click(screen.getByRole('button', { name: 'Export CSV' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('too much');
  });

  it('saves all that is known of an operation', async () => {
    const api = showPage();
    const [details] = await screen.findAllByRole('button', {
      name: /^Details of /,
    });
    await userEvent.click(details);
    await userEvent.click(
      await screen.findByRole('button', { name: /^Evidence of / }),
    );
    const [{ id }] = operationsPage().items;
    await waitFor(() =>
      expect(saveFile).toHaveBeenCalledWith(
        expect.any(Blob),
        `operation-${id}.json`,
      ),
    );
    expect(api.exportOperationEvidence).toHaveBeenCalledWith(id);
  });

  it('freezes the fleet with a reason only', async () => {
    const api = showPage({ mayFreeze: true });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Freeze the fleet…' }),
    );
    const dialog = within(
      await screen.findByRole('dialog', { name: 'Freeze the whole fleet' }),
    );
    const button = dialog.getByRole('button', { name: 'Freeze the fleet' });
    await userEvent.click(button);
    expect(dialog.getByRole('textbox')).toHaveAccessibleDescription(
      'Say why nothing is to change: people will ask.',
    );
    expect(api.setFreeze).not.toHaveBeenCalled();
    await userEvent.type(dialog.getByRole('textbox'), 'sale');
    await userEvent.click(button);
    await waitFor(() =>
      expect(api.setFreeze).toHaveBeenCalledWith({ on: true, reason: 'sale' }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(api.searchOperations.mock.calls.length).toBeGreaterThan(1);
  });

  it('says that the fleet is frozen, and lets those lift it who may', async () => {
    const api = showPage({
      mayFreeze: true,
      freeze: {
        by: 'user:default/ana',
        since: '2026-11-23T11:00:00.000Z',
        reason: 'black friday',
      },
    });
    expect(await screen.findByText('The fleet is frozen')).toBeInTheDocument();
    expect(screen.getByText(/^ana, .*: black friday$/)).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Lift the freeze…' }),
    );
    const dialog = within(
      await screen.findByRole('dialog', { name: 'Lift the freeze' }),
    );
    await userEvent.click(
      dialog.getByRole('button', { name: 'Lift the freeze' }),
    );
    await waitFor(() =>
      expect(api.setFreeze).toHaveBeenCalledWith({ on: false }),
    );
  });

  it('offers neither to those who may not', async () => {
    showPage({
      freeze: { by: 'ana', since: '2026-11-23T11:00:00.000Z', reason: 'x' },
    });
    expect(await screen.findByText('The fleet is frozen')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /freeze/ })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Export CSV' })).toBeNull();
  });

  it('says whether there is nothing, or nothing that matches', async () => {
    showPage({ items: [] }, '/?text=nothing');
    expect(
      await screen.findByText('No operation matches.'),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(
      await screen.findByText('Nothing has been asked for yet.'),
    ).toBeInTheDocument();
  });

  it('names the permission that it takes', async () => {
    const error = await ResponseError.fromResponse(
      new Response('{}', {
        status: 403,
        headers: { 'Content-Type': 'application/json' },
      }),
    );
    renderDelivery(<OperationsContent />, {
      operationsApi: mockOperationsApi({
        searchOperations: () => Promise.reject(error),
      }),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'delivery.operations.read',
    );
  });
});
