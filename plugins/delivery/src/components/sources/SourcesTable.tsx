import type { SourceDetails } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { type Column, EmptyList, ListTable } from '../lists';
import { SourceRow } from './SourceRow';

const URGENCY: readonly SourceDetails['state'][] = [
  'unavailable',
  'stale',
  'pending',
  'fresh',
];

/** All connections, those in trouble first. */
export function SourcesTable(props: { sources: SourceDetails[] }) {
  const t = useT();
  if (props.sources.length === 0) {
    return (
      <EmptyList
        text={t('pages.sources.none')}
        hint={t('pages.sources.noneHint')}
      />
    );
  }
  const columns: Column[] = [
    {
      key: 'toggle',
      label: t('states.errorDetails'),
      hidden: true,
      width: 40,
    },
    { key: 'source', label: t('pages.sources.source'), width: 200 },
    { key: 'state', label: t('pages.sources.state') },
    { key: 'last', label: t('pages.sources.last'), width: 130 },
    { key: 'known', label: t('pages.sources.known'), width: 150 },
    { key: 'budget', label: t('pages.sources.budget'), width: 150 },
    { key: 'holder', label: t('pages.sources.holder'), width: 150 },
  ];
  const sorted = [...props.sources].sort(
    (a, b) =>
      URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state) ||
      a.title.localeCompare(b.title),
  );
  return (
    <ListTable
      caption={t('pages.sources.caption')}
      columns={columns}
      minWidth={960}
    >
      {sorted.map(source => (
        <SourceRow key={source.id} source={source} columns={columns.length} />
      ))}
    </ListTable>
  );
}
