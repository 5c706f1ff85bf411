import type { FleetPage } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { type Column, ListTable } from '../lists';
import { FleetRowView } from './FleetRowView';

/** Services against environments. */
export function FleetTable(props: {
  page: FleetPage;
  /** The environments to show; all where none is chosen. */
  chosen: string[];
  busy: boolean;
}) {
  const { page, chosen, busy } = props;
  const t = useT();
  const environments = page.environments.filter(
    ({ name }) => chosen.length === 0 || chosen.includes(name),
  );
  const columns: Column[] = [
    { key: 'service', label: t('pages.fleet.service'), width: '24%' },
    ...environments.map(
      (environment): Column => ({
        key: `environment ${environment.name}`,
        label: environment.title,
      }),
    ),
    { key: 'lastRun', label: t('pages.fleet.lastRun'), width: 140 },
  ];
  return (
    <ListTable
      caption={t('pages.fleet.caption')}
      columns={columns}
      minWidth={360 + environments.length * 150}
      busy={busy}
    >
      {page.items.map(row => (
        <FleetRowView
          key={row.entityRef}
          row={row}
          environments={environments}
        />
      ))}
    </ListTable>
  );
}
