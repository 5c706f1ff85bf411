import type { OperationView } from '@throughline/plugin-delivery-common';
import fc from 'fast-check';
import { exportCsv } from './exportCsv';

const operation = (more: Partial<OperationView>): OperationView => ({
  id: '1',
  type: 'sync',
  state: 'succeeded',
  entityRef: 'component:default/shop',
  targets: [],
  actor: 'user:default/maya',
  breakGlass: false,
  gates: [],
  approvals: [],
  approvalsNeeded: 0,
  steps: [],
  links: [],
  requestedAt: '2026-11-26T08:00:00.000Z',
  may: [],
  ...more,
});

/** What a spreadsheet would take for cells, whichever separator it splits by. */
const cellsOf = (csv: string) => csv.split(/[,;|\t\r\n"]/);
const reasonIn = (reason: string) => exportCsv([operation({ reason })]);

describe('exportCsv', () => {
  it.each([
    '=',
    '+',
    '-',
    '@',
    '\t=',
    '\r=',
    '\n=',
    ' =',
    '＝',
    '＋',
    '－',
    '＠',
  ])('makes a text of what begins with %j', start => {
    const csv = reasonIn(`${start}SUM(A1)`);
    expect(csv).toContain("'");
    expect(cellsOf(csv).filter(isFormula)).toEqual([]);
  });

  it.each([';', ',', '\t', '|', '"', '\n', '\r\n', '; ', ', '])(
    'makes a text of what follows %j within a cell',
    separator => {
      const csv = reasonIn(`fine${separator}=HYPERLINK("http://evil")`);
      expect(cellsOf(csv).filter(isFormula)).toEqual([]);
    },
  );

  it.each(['\tx', '\rx', '\nx'])('puts a quote before %j', text => {
    expect(reasonIn(text)).toContain(`'${text}`);
  });

  it('has no formula whatever people write', () => {
    const risky = fc
      .array(fc.constantFrom(...'=+-@;,|"\t\r\n \'a1＝', "'=", ';=', '"="'), {
        maxLength: 20,
      })
      .map(parts => parts.join(''));
    fc.assert(
      fc.property(risky, risky, risky, (reason, message, by) => {
        const csv = exportCsv([
          operation({
            reason,
            message,
            actor: by,
            approvals: [{ by, at: '', decision: 'approved' }],
            gates: [{ gate: 'signed', state: 'pass', reason }],
          }),
        ]);
        expect(cellsOf(csv).filter(isFormula)).toEqual([]);
      }),
    );
  });

  it('leaves what is harmless as it is', () => {
    expect(reasonIn('1.4.2-rc.1 of maya@acme, a+b=c')).toContain(
      '"1.4.2-rc.1 of maya@acme, a+b=c"',
    );
  });
});

function isFormula(cell: string): boolean {
  return /^\s*[=+\-@＝＋－＠]/.test(cell);
}
