import { screen, within } from '@testing-library/react';
import { readyDelivery, staleDelivery } from '../../__testUtils__';
import { renderDelivery } from '../../__testUtils__/renderDelivery';
import { ChangesList } from './ChangesList';

const tones = (row: HTMLElement) =>
  [...row.querySelectorAll('[data-tone]')].map(mark =>
    mark.getAttribute('data-tone'),
  );

describe('ChangesList', () => {
  it('shows nothing as green that comes from a source that is not fresh', async () => {
    const since = new Date(0).toISOString();
    renderDelivery(
      <ChangesList
        delivery={{
          ...staleDelivery,
          lanes: readyDelivery.lanes.map(lane => ({
            ...lane,
            staleSince: since,
          })),
          build: { ...readyDelivery.build, staleSince: since },
        }}
      />,
    );
    const [, ...rows] = within(await screen.findByRole('table')).getAllByRole(
      'row',
    );
    const all = rows.flatMap(tones);
    expect(all.length).toBeGreaterThan(0);
    expect(new Set(all)).toEqual(new Set(['neutral']));
  });

  it('keeps the colour of environments that are fresh', async () => {
    renderDelivery(<ChangesList delivery={staleDelivery} />);
    const rows = within(await screen.findByRole('table')).getAllByRole('row');
    expect(rows.flatMap(tones)).toContain('positive');
  });
});
