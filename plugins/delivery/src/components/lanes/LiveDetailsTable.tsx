import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { ReactNode } from 'react';
import type { TargetDetails } from '@throughline/plugin-delivery-common';
import { type Translate, useT } from '../../hooks/useT';
import { ListTable } from '../lists';
import { Age } from '../status';

interface Rows {
  columns: string[];
  rows: ReactNode[][];
}

function rowsOf(details: TargetDetails, t: Translate): Rows {
  switch (details.kind) {
    case 'resources':
      return {
        columns: [
          t('targets.resource'),
          t('targets.status'),
          t('targets.message'),
        ],
        rows: details.resources.map(resource => [
          `${resource.kind} ${resource.name}`,
          [resource.health, resource.sync].filter(Boolean).join(' · '),
          resource.message,
        ]),
      };
    case 'pods':
      return {
        columns: [t('targets.pod'), t('targets.status'), t('targets.since')],
        rows: details.pods.map(pod => [
          pod.name,
          [
            pod.phase,
            pod.reason,
            pod.restarts > 0 && t('targets.restarts', { count: pod.restarts }),
          ]
            .filter(Boolean)
            .join(' · '),
          pod.startedAt && <Age at={pod.startedAt} />,
        ]),
      };
    case 'events':
      return {
        columns: [
          t('targets.resource'),
          t('targets.message'),
          t('targets.since'),
        ],
        rows: details.events.map(event => [
          event.object,
          `${event.reason}${event.count > 1 ? ` ×${event.count}` : ''}: ${
            event.message
          }`,
          event.lastAt && <Age at={event.lastAt} />,
        ]),
      };
    default:
      return { columns: [], rows: [] };
  }
}

/** The answer to a live look-up as a table. */
export function LiveDetailsTable(props: { details: TargetDetails }) {
  const t = useT();
  const { columns, rows } = rowsOf(props.details, t);
  if (rows.length === 0) {
    return (
      <Typography variant="body2" color="textSecondary">
        {t('targets.nothingFound')}
      </Typography>
    );
  }
  return (
    <ListTable
      caption={t('targets.live')}
      columns={columns.map(column => ({ key: column, label: column }))}
    >
      {rows.map((cells, row) => (
        // eslint-disable-next-line react/no-array-index-key
        <TableRow key={row}>
          {cells.map((cell, column) => (
            <TableCell
              key={columns[column]}
              style={{ overflowWrap: 'anywhere' }}
            >
              {cell}
            </TableCell>
          ))}
        </TableRow>
      ))}
    </ListTable>
  );
}
