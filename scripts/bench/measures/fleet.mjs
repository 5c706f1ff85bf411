import { runLoad } from '../runLoad.mjs';

const STATES = [
  'degraded',
  'drifted',
  'failing',
  'progressing',
  'behind',
  'stale',
  'unknown',
  'healthy',
];

/** The fleet page, plain and with each filter, one viewer at a time. */
export async function measureFleet(portal, { fleetRequests, loadSeconds }) {
  const first = await portal.get('/api/delivery/fleet');
  const queries = {
    plain: '',
    ...named('text', ['svc-00', '17', 'nowhere']),
    ...named('owners', first.owners.slice(0, 1)),
    ...named('systems', first.systems.slice(0, 1)),
    ...named('environments', ['production']),
    ...named('states', STATES),
    ...named('sort', ['worst', '-changed', '-name']),
    'second page': `cursor=${encodeURIComponent(first.nextCursor ?? '')}`,
    'limit=200': 'limit=200',
    'all at once': new URLSearchParams([
      ['text', 'svc'],
      ['owners', first.owners[0]],
      ['environments', 'production'],
      ['states', 'drifted'],
      ['states', 'degraded'],
      ['sort', 'worst'],
    ]).toString(),
  };
  if (!first.nextCursor) {
    delete queries['second page'];
  }
  const filters = {};
  for (const [name, query] of Object.entries(queries)) {
    filters[name] = await runLoad(portal, {
      paths: [`/api/delivery/fleet?${query}`],
      connections: 1,
      rounds: fleetRequests,
    });
  }
  const many = await runLoad(portal, {
    paths: ['/api/delivery/fleet'],
    connections: 20,
    seconds: loadSeconds,
  });
  return { total: first.total, filters, many };
}

function named(key, values) {
  return Object.fromEntries(
    values.map(value => [
      `${key}=${value}`,
      `${key}=${encodeURIComponent(value)}`,
    ]),
  );
}
