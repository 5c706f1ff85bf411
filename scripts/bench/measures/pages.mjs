import { pagePath, serviceName } from '../Lag.mjs';
import { runLoad } from '../runLoad.mjs';

const CONNECTIONS = 20;

/** Entity pages: one viewer, many, and those who have the page already. */
export async function measurePages(portal, { services, loadSeconds }) {
  const paths = shuffled(
    Array.from({ length: services }, (_, index) =>
      pagePath(serviceName(index + 1)),
    ),
  );
  const seconds = loadSeconds;
  return {
    one: await runLoad(portal, { paths, connections: 1, seconds }),
    many: await runLoad(portal, { paths, connections: CONNECTIONS, seconds }),
    known: await runLoad(portal, {
      paths,
      connections: CONNECTIONS,
      seconds,
      conditional: true,
    }),
  };
}

/** The same order each time. */
function shuffled(values) {
  return values
    .map((value, index) => [Math.imul(index + 1, 2_654_435_761) >>> 0, value])
    .sort(([a], [b]) => a - b)
    .map(([, value]) => value);
}
