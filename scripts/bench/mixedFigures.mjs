/** A value of the portal with four kinds of sources, and of that with twenty sources more. */
const bothOf = valueOf => results =>
  results.sources && [
    valueOf(results.sources.four),
    valueOf(results.sources.mixed),
  ];
const both =
  (digits, unit) =>
  ([four, mixed]) =>
    `${four.toFixed(digits)} → ${mixed.toFixed(digits)} ${unit}`;

/** The rows that set a portal with twenty sources more beside one without them; as those of `figures.mjs`. */
export const MIXED_FIGURES = [
  [
    'Sources that collect under change, four kinds → twenty more',
    bothOf(each => each.fresh),
    both(0, 'sources'),
  ],
  [
    '· entity page, one viewer, p50',
    bothOf(each => each.one.p50),
    both(2, 'ms'),
  ],
  [
    '· entity page, one viewer, p99',
    bothOf(each => each.one.p99),
    both(1, 'ms'),
  ],
  [
    '· entity pages at 20 connections',
    bothOf(each => each.many.perSecond),
    both(0, '/s'),
  ],
  ['· p99', bothOf(each => each.many.p99), both(1, 'ms')],
  [
    '· processor time of the portal per page, all that it does included',
    bothOf(each => each.many.cpuMs),
    both(2, 'ms'),
  ],
  [
    '· processor used while nobody reads',
    bothOf(each => each.cores),
    both(2, 'cores'),
  ],
  [
    '· longest time without an answer to anybody',
    bothOf(each => each.stalls.max),
    both(0, 'ms'),
  ],
  [
    '· other programs took meanwhile',
    bothOf(each => each.others ?? NaN),
    both(2, 'cores'),
  ],
];

/** Which sources these were, and what they asked. */
export function mixedNotes({ sources }) {
  return sources
    ? [
        `sources: ${countsOf(sources.four.sources)} → ${countsOf(
          sources.mixed.sources,
        )}; calls a minute, ${
          sources.mixed.pushes
        } pushes and their builds meanwhile: ${countsOf(
          sources.four.calls,
        )} → ${countsOf(sources.mixed.calls)}`,
      ]
    : [];
}

const countsOf = counts =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(' ');
