import { pagePath, serviceName } from '../Lag.mjs';
import { runLoad } from '../runLoad.mjs';

const CONNECTIONS = 20;

/** Entity pages: one viewer, many, and those who have the page already. */
export async function measurePages(portal, { services, loadSeconds }) {
  return {
    ...(await measureViewers(portal, { services, seconds: loadSeconds })),
    known: await runLoad(portal, {
      paths: pathsOf(services),
      connections: CONNECTIONS,
      seconds: loadSeconds,
      conditional: true,
    }),
  };
}

/** Entity pages: one viewer, and many. */
export async function measureViewers(portal, { services, seconds }) {
  const paths = pathsOf(services);
  return {
    one: await runLoad(portal, { paths, connections: 1, seconds }),
    many: await runLoad(portal, { paths, connections: CONNECTIONS, seconds }),
  };
}

/** Asks for each page once: what is asked for the first time has to be built. */
export function visitAllPages(portal, { services }) {
  const paths = pathsOf(services);
  return runLoad(portal, { paths, connections: CONNECTIONS, rounds: 1 });
}

function pathsOf(services) {
  return shuffled(
    Array.from({ length: services }, (_, index) =>
      pagePath(serviceName(index + 1)),
    ),
  );
}

/** The same order each time. */
function shuffled(values) {
  return values
    .map((value, index) => [Math.imul(index + 1, 2_654_435_761) >>> 0, value])
    .sort(([a], [b]) => a - b)
    .map(([, value]) => value);
}
