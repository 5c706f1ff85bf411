import { stringify } from 'csv-stringify/sync';
import type { OperationView } from '@throughline/plugin-delivery-common';

const COLUMNS: [string, (operation: OperationView) => string | undefined][] = [
  ['id', each => each.id],
  ['requested at', each => each.requestedAt],
  ['finished at', each => each.finishedAt],
  ['actor', each => each.actor],
  ['type', each => each.type],
  ['state', each => each.state],
  ['entity', each => each.entityRef],
  ['environment', each => each.environment],
  ['targets', each => each.targets.map(({ name }) => name).join(' ')],
  ['from', each => each.from],
  ['to', each => each.to],
  ['reason', each => each.reason],
  [
    'parameters',
    each =>
      Object.entries(each.parameters ?? {})
        .map(([name, value]) => `${name}=${value}`)
        .join('; '),
  ],
  ['break-glass', each => String(each.breakGlass)],
  [
    'gates',
    each =>
      each.gates
        .map(({ gate, state, reason }) => `${gate} ${state}: ${reason}`)
        .join('; '),
  ],
  [
    'approvals',
    each =>
      each.approvals
        .map(({ by, decision, at }) => `${by} ${decision} ${at}`)
        .join('; '),
  ],
  ['result', each => each.message],
  ['links', each => each.links.map(({ url }) => url).join(' ')],
];

/**
 * Writes operations as CSV (RFC 4180). A cell that a spreadsheet would take for a formula is made a text by a quote in
 * front of it, as OWASP's page on CSV injection has it; also within a cell, after what separates cells elsewhere.
 */
export function exportCsv(operations: readonly OperationView[]): string {
  return stringify(
    [
      COLUMNS.map(([name]) => name),
      ...operations.map(operation =>
        COLUMNS.map(([, read]) => harmless(read(operation) ?? '')),
      ),
    ],
    { record_delimiter: 'windows' },
  );
}

/** What makes a formula of what follows, and where a cell may begin for a spreadsheet that splits by another separator. */
const FORMULA = /(^|[,;|"\t\r\n])(\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;
const CONTROL = /^(?=[\t\r\n])/;

function harmless(cell: string): string {
  return cell.replace(FORMULA, "$1$2'").replace(CONTROL, "'");
}
