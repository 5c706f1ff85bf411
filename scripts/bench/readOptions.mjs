import { parseArgs } from 'node:util';
import { giveUp } from '../lib/say.mjs';

export const MEASURES = [
  'collection',
  'pages',
  'fleet',
  'live',
  'churn',
  'upstream',
  'restart',
  'memory',
  'sources',
];

export const HELP = `Measures the portal at the size that it is designed for.

  yarn bench                    4,000 services, 40 clusters, 100,000 pods
  yarn bench --quick            200 services, 4 clusters, 2,000 pods, and short measurements

  --services N --clusters C --pods P
  --database sqlite|postgres|both   both unless told; PostgreSQL where BENCH_POSTGRES names one whose user may create
                                    databases: BENCH_POSTGRES=postgresql://user:password@host:5432/postgres
  --only a,b                    of ${MEASURES.join(', ')}
  --profile                     writes a CPU profile of the backend for each measure to .data/bench/profiles
  --json FILE                   writes all figures to a file
  --port N                      the first of the ports to use (17000)
`;

const FULL = {
  services: 4_000,
  clusters: 40,
  pods: 100_000,
  settleSeconds: 60,
  quietSeconds: 75,
  collectionMs: 600_000,
  loadSeconds: 15,
  windowSeconds: 180,
  liveSeconds: 60,
  churnSeconds: 30,
  churnSteps: [25, 50, 100, 150, 200, 300, 400, 600],
  openPages: 500,
  fleetRequests: 40,
};

const QUICK = {
  services: 200,
  clusters: 4,
  pods: 2_000,
  settleSeconds: 5,
  quietSeconds: 4,
  collectionMs: 90_000,
  loadSeconds: 3,
  windowSeconds: 15,
  liveSeconds: 8,
  churnSeconds: 5,
  churnSteps: [25, 100, 400],
  openPages: 50,
  fleetRequests: 10,
};

/** Reads the command line; ends the program where it cannot be understood. */
export function readOptions(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        services: { type: 'string' },
        clusters: { type: 'string' },
        pods: { type: 'string' },
        database: { type: 'string', default: 'both' },
        only: { type: 'string' },
        json: { type: 'string' },
        port: { type: 'string', default: '17000' },
        quick: { type: 'boolean' },
        profile: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    giveUp(error.message, 'yarn bench --help lists the options.');
  }
  const sizes = values.quick ? QUICK : FULL;
  const number = (name, otherwise) => {
    const value = Number(values[name] ?? otherwise);
    if (!Number.isInteger(value) || value < 1) {
      giveUp(`--${name} takes a whole number, not "${values[name]}".`);
    }
    return value;
  };
  if (!['sqlite', 'postgres', 'both'].includes(values.database)) {
    giveUp('--database is sqlite, postgres or both.');
  }
  const only = values.only?.split(',') ?? MEASURES;
  const unknown = only.find(name => !MEASURES.includes(name));
  if (unknown) {
    giveUp(
      `There is nothing called ${unknown} to measure.`,
      `--only takes ${MEASURES.join(', ')}.`,
    );
  }
  return {
    ...sizes,
    services: number('services', sizes.services),
    clusters: number('clusters', sizes.clusters),
    pods: number('pods', sizes.pods),
    port: number('port'),
    only: new Set(only),
    database: values.database,
    json: values.json,
    help: values.help === true,
    quick: values.quick === true,
    profile: values.profile === true,
  };
}
