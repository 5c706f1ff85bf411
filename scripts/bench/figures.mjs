import { sustained } from './measures/changes.mjs';
import { MIXED_FIGURES, mixedNotes } from './mixedFigures.mjs';

const SMALLER = (value, limit) => value <= limit;
const GREATER = (value, limit) => value >= limit;

const number = (digits, unit) => value => `${value.toFixed(digits)} ${unit}`;
const s = number(1, 's');
const ms = number(1, 'ms');
const mb = number(0, 'MB');

const worst = fleet =>
  Object.entries(fleet.filters).reduce((a, b) => (b[1].p99 > a[1].p99 ? b : a));

/** What is measured, in the order of the table: [label, value of the results, text, goal, better]. */
const FIGURES = [
  ['Portal starts (with the plugin)', r => r.startSeconds, s],
  ['Catalog ready, without the plugin', r => r.catalogSeconds, s],
  [
    'First collection: all sources fresh, all applications and workloads stored',
    r => r.first && r.first.times.sources,
    s,
    60,
    SMALLER,
  ],
  ['· Argo CD', r => r.first?.times.argocd, s, 60, SMALLER],
  ['· Kubernetes', r => r.first?.times.kubernetes, s],
  ['· processor time of the portal', r => r.first?.cpu.sources, s],
  ['· all services on the fleet page', r => r.first?.times.listed, s],
  [
    '· nothing moves any more (forge and registry included)',
    r => r.first?.times.rest,
    s,
  ],
  [
    '· longest time without an answer to anybody',
    r => r.first?.stalls.max,
    number(0, 'ms'),
  ],
  [
    '· requests that went unanswered meanwhile',
    r => r.first?.unanswered,
    value => String(value),
    0,
    SMALLER,
  ],
  [
    'Changes per second sustained',
    r => r.churn && sustained(r.churn),
    number(0, '/s'),
    200,
    GREATER,
  ],
  ['· pages right again after the last step', r => r.churn?.drainSeconds, s],
  [
    'Restart after SIGKILL to fresh',
    r => r.restart?.times.sources,
    s,
    60,
    SMALLER,
  ],
  ['· processor time of the portal', r => r.restart?.cpu.sources, s],
  ['· pages agree with Argo CD again', r => r.restart?.rightSeconds, s],
  ['Upstream change to signal, p50', r => r.live?.p50, ms],
  ['Upstream change to signal, p99', r => r.live?.p99, ms, 2_000, SMALLER],
  ['Entity page, one viewer, p50', r => r.pages?.one.p50, ms, 5, SMALLER],
  ['Entity page, one viewer, p99', r => r.pages?.one.p99, ms],
  [
    'Entity pages at 20 connections',
    r => r.pages?.many.perSecond,
    number(0, '/s'),
    1_000,
    GREATER,
  ],
  ['· p99', r => r.pages?.many.p99, ms],
  [
    '· of which nothing is new (304)',
    r => r.pages?.known.perSecond,
    number(0, '/s'),
  ],
  [
    '· processor time of the portal per page',
    r => r.pages?.many.cpuMs,
    number(2, 'ms'),
  ],
  [
    '· size of a page',
    r => r.pages && r.pages.one.meanBytes / 1024,
    number(1, 'KiB'),
  ],
  ['Fleet page, p50', r => r.fleet?.filters.plain.p50, ms],
  ['Fleet page, p99', r => r.fleet?.filters.plain.p99, ms, 100, SMALLER],
  [
    'Fleet page with the slowest filter, p50',
    r => r.fleet && worst(r.fleet)[1].p50,
    ms,
  ],
  [
    'Fleet page with the slowest filter, p99',
    r => r.fleet && worst(r.fleet)[1].p99,
    ms,
    100,
    SMALLER,
  ],
  [
    'Fleet pages at 20 connections',
    r => r.fleet?.many.perSecond,
    number(1, '/s'),
  ],
  [
    'Upstream calls at rest: Argo CD',
    r => r.upstream?.argocd,
    number(1, '/min'),
  ],
  ['· Kubernetes', r => r.upstream?.kubernetes, number(1, '/min')],
  [
    '· forge',
    r => r.upstream?.github,
    number(1, '/min'),
    5_000 / 4 / 60,
    SMALLER,
  ],
  ['· registry', r => r.upstream?.oci, number(1, '/min')],
  ['Memory without the plugin (resident)', r => r.memory?.without.resident, mb],
  [
    'Memory added by the plugin (resident)',
    r => r.memory && r.memory.added.resident,
    mb,
    150,
    SMALLER,
  ],
  [
    '· without the pages that V8 keeps of collected garbage',
    r => r.memory && r.memory.added.needed,
    mb,
  ],
  ['· of which heap', r => r.memory && r.memory.added.heap, mb],
  [
    'Processor used at rest, without the plugin',
    r => r.memory?.without.cores,
    number(2, 'cores'),
  ],
  ['· added by the plugin', r => r.memory?.added.cores, number(2, 'cores')],
  [
    'Memory at its highest, in the first collection (whole process)',
    r => r.first?.peakMb,
    mb,
  ],
  ...MIXED_FIGURES,
];

/** The results of all databases, as lines to print. */
export function tableOf(runs) {
  const rows = [['', 'goal', ...runs.map(run => run.title)]];
  for (const [label, valueOf, text, goal, better] of FIGURES) {
    const values = runs.map(run => valueOf(run.results));
    if (values.every(value => value === undefined)) {
      continue;
    }
    rows.push([
      label,
      goal === undefined
        ? ''
        : `${better === SMALLER ? '≤' : '≥'} ${text(goal)}`,
      ...values.map(value => {
        if (value === undefined) {
          return '–';
        }
        const mark = goal === undefined ? ' ' : better(value, goal) ? '✔' : '✖';
        return `${text(value)} ${mark}`;
      }),
    ]);
  }
  const widths = rows[0].map((_, column) =>
    Math.max(...rows.map(row => row[column].length)),
  );
  return rows.map(row =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]),
      )
      .join('   '),
  );
}

/** What the table is too narrow for. */
export function notesOf({ title, results }) {
  const { fleet, churn, first, failures, live, others } = results;
  return [
    ...(first
      ? [`stored after the first collection: ${JSON.stringify(first.counts)}`]
      : []),
    ...(fleet
      ? [
          `fleet page of ${
            fleet.total
          } services, p50/p99 in ms: ${Object.entries(fleet.filters)
            .map(
              ([name, { p50, p99 }]) =>
                `${name} ${p50.toFixed(1)}/${p99.toFixed(1)}`,
            )
            .join(' · ')}`,
        ]
      : []),
    ...(live
      ? [`${live.told} changes were signalled, ${live.lost} were not`]
      : []),
    ...(churn
      ? [
          `changes: ${churn.steps
            .map(
              step =>
                `${step.perSecond.toFixed(0)}/s lag p50 ${step.p50?.toFixed(
                  0,
                )} p99 ${step.p99?.toFixed(0)} ms`,
            )
            .join(' · ')}; afterwards ${churn.different.length} of ${
            churn.compared
          } targets shown wrong${
            churn.different.length > 0
              ? ` (${churn.different.slice(0, 3).join('; ')})`
              : ''
          }`,
        ]
      : []),
    ...mixedNotes(results),
    ...(Object.values(others).some(cores => cores > 0.1)
      ? [
          `other programs (a database server included) took, in cores: ${Object.entries(
            others,
          )
            .map(([name, cores]) => `${name} ${cores?.toFixed(2)}`)
            .join(' · ')}`,
        ]
      : []),
    ...failures.map(failure => `✖ ${failure}`),
  ].map(note => `${title}: ${note}`);
}
