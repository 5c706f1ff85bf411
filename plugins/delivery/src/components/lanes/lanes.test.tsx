import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { EntityDelivery } from '@throughline/plugin-delivery-common';
import {
  canaryDelivery,
  contestedDelivery,
  hotfixDelivery,
  readyDelivery,
  regionsDelivery,
  staleDelivery,
  statusOnlyDelivery,
} from '../../__testUtils__';
import {
  mockDeliveryApi,
  renderDelivery,
} from '../../__testUtils__/renderDelivery';
import { SourcesProvider } from '../status';
import { Lanes } from './Lanes';

const api = mockDeliveryApi();

async function showLanes(delivery: EntityDelivery) {
  renderDelivery(
    <SourcesProvider value={delivery.sources}>
      <Lanes delivery={delivery} />
    </SourcesProvider>,
    { api },
  );
  return screen.findByRole('region', { name: 'Production' });
}

async function openProduction() {
  await userEvent.click(
    screen.getByRole('button', { name: /Show the targets of Production/ }),
  );
  return screen.getByRole('region', { name: 'Targets in Production' });
}

describe('Lanes', () => {
  it('goes from build to production', async () => {
    await showLanes(readyDelivery);
    expect(
      screen.getAllByRole('heading', { level: 3 }).map(h => h.textContent),
    ).toEqual(['Build', 'Development', 'Staging', 'Production']);
    const build = within(screen.getByRole('region', { name: 'Build' }));
    expect(build.getByText('1.5.0')).toBeInTheDocument();
    expect(build.getByText('Succeeded')).toBeInTheDocument();
    expect(build.getByRole('link', { name: /CI #420/ })).toBeInTheDocument();
  });

  it('shows version, commit, statuses and what is missing', async () => {
    const production = within(await showLanes(readyDelivery));
    expect(production.getByText('1.4.2')).toBeInTheDocument();
    expect(
      production.getByRole('link', { name: /Round to the currency/ }),
    ).toHaveAttribute('href', expect.stringContaining('/commit/c04e7f2'));
    expect(production.getByText('Healthy')).toBeInTheDocument();
    expect(production.getByText('Synced')).toBeInTheDocument();
    expect(
      production.getByText('3 changes behind Staging'),
    ).toBeInTheDocument();
  });

  it('never shows what is stale as a fresh green', async () => {
    const lane = await showLanes(staleDelivery);
    const production = within(lane);
    expect(production.getByText('Last known: Healthy')).toBeInTheDocument();
    expect(production.getByText('Last known: Synced')).toBeInTheDocument();
    expect(production.getByText(/^seen /)).toBeInTheDocument();
    expect(lane).toHaveAttribute('data-tone', 'neutral');
    expect(lane.querySelector('[data-tone=positive]')).toBeNull();
  });

  it('sums up several regions and names the one that is unwell', async () => {
    const production = within(await showLanes(regionsDelivery));
    expect(
      production.getByText('5/6 on 1.4.3, eu-west degraded'),
    ).toBeInTheDocument();
    expect(production.getByText('Level with Staging')).toBeInTheDocument();
    const panel = await openProduction();
    expect(within(panel).getByText('eu-west')).toBeInTheDocument();
    expect(within(panel).getByText('1 of 4 ready')).toBeInTheDocument();
    expect(within(panel).getAllByText('3 of 3 ready')).toHaveLength(5);
  });

  it('says what a canary waits for', async () => {
    const production = within(await showLanes(canaryDelivery));
    expect(
      production.getByText('Waiting: canary at 20 %, step 2 of 6'),
    ).toBeInTheDocument();
    expect(production.getByText('Suspended')).toBeInTheDocument();
    const panel = within(await openProduction());
    expect(
      panel.getByText(
        'Canary · 20 % on the new version · step 2 of 6 · paused',
      ),
    ).toBeInTheDocument();
  });

  it('shows drift and commits that main lacks', async () => {
    const production = within(await showLanes(hotfixDelivery));
    expect(
      production.getByText('1 commit that the main branch lacks'),
    ).toBeInTheDocument();
    const staging = within(screen.getByRole('region', { name: 'Staging' }));
    expect(staging.getByText('Out of sync')).toBeInTheDocument();
    expect(staging.getByText('2 resources drifted')).toBeInTheDocument();
  });

  it('explains a contested target and offers nothing on it', async () => {
    const lane = await showLanes(contestedDelivery);
    expect(within(lane).getByText('Contested')).toBeInTheDocument();
    expect(lane).toHaveAttribute('data-tone', 'warning');
    const panel = within(await openProduction());
    expect(
      panel.getAllByText(/team payments and team web both claim it/).length,
    ).toBeGreaterThan(0);
    expect(
      panel.queryByRole('button', { name: 'Pods' }),
    ).not.toBeInTheDocument();
  });

  it('explains why only the status may be seen', async () => {
    const lane = await showLanes(statusOnlyDelivery);
    expect(within(lane).getByText('Status only')).toBeInTheDocument();
    const panel = within(await openProduction());
    expect(panel.getByText('Status only')).toBeInTheDocument();
    expect(
      panel.getAllByText(/neither label nor project names/).length,
    ).toBeGreaterThan(0);
    expect(panel.queryByText('Workloads')).not.toBeInTheDocument();
  });

  it('opens a target with its evidence, workloads and images', async () => {
    await showLanes(readyDelivery);
    const panel = within(await openProduction());
    expect(
      panel.getByText(/Linked by annotation argocd\/app-name/),
    ).toBeInTheDocument();
    const workloads = within(panel.getByRole('table', { name: 'Workloads' }));
    expect(workloads.getByText('3 of 3 ready')).toBeInTheDocument();
    expect(workloads.getByText('0 3 * * *')).toBeInTheDocument();
    expect(
      panel.getByRole('heading', { name: 'Targets in Production' }),
    ).toHaveFocus();
  });

  it('asks the source only when somebody wants to see', async () => {
    api.getDetails.mockResolvedValueOnce({
      kind: 'pods',
      pods: [
        {
          namespace: 'a',
          name: 'checkout-6bd9-x',
          phase: 'Running',
          ready: true,
          restarts: 2,
          images: [],
        },
      ],
    });
    await showLanes(readyDelivery);
    const panel = within(await openProduction());
    expect(api.getDetails).not.toHaveBeenCalled();
    await userEvent.click(panel.getByRole('button', { name: 'Pods' }));
    expect(await panel.findByText('checkout-6bd9-x')).toBeInTheDocument();
    expect(panel.getByText('Running · 2 restarts')).toBeInTheDocument();
    expect(api.getDetails).toHaveBeenCalledWith(
      'target-checkout-prod',
      'pods',
      'component:default/checkout',
      expect.anything(),
    );
  });

  it('does not follow a link that is no web address', async () => {
    const [development, ...rest] = readyDelivery.lanes;
    const version = development.version!;
    await showLanes({
      ...readyDelivery,
      lanes: [
        {
          ...development,
          version: {
            ...version,
            // eslint-disable-next-line no-script-url
            commit: { ...version.commit!, url: 'javascript:alert(1)' },
          },
        },
        ...rest,
      ],
    });
    const lane = within(screen.getByRole('region', { name: 'Development' }));
    expect(
      lane.getByText('Retry card captures that time out'),
    ).toBeInTheDocument();
    expect(lane.queryByRole('link')).not.toBeInTheDocument();
  });
});
