import { Signals } from '../Signals.mjs';
import { NotInTime, seconds, sleep } from '../wait.mjs';

const TARGETS_PER_SERVICE = 3;
const WATCHED = ['argocd', 'kubernetes'];

/**
 * Waits from the portal's readiness, with the catalog already in its database, until every source is fresh and all
 * is stored and shown. The forge and the registry follow in the background, as what runs tells what is worth asking.
 *
 * @param since - when the portal was ready; sources have to have answered after that
 */
export async function waitForCollection(portal, options, { timeoutMs }) {
  const { services } = options;
  const since = performance.now();
  const startedAt = new Date();
  const times = {};
  const counts = {};
  const cpu = {};
  const cpuBefore = portal.program.cpuSeconds();
  const once = key => {
    times[key] ??= seconds(since);
    cpu[key] ??= portal.program.cpuSeconds() - cpuBefore;
  };
  let signature;
  let changedAt = performance.now();
  let newsAt = performance.now();
  const signals = new Signals();
  // Not awaited: what is measured goes on meanwhile.
  const listening = listen(portal, signals, at => {
    newsAt = at;
  });
  listening.catch(() => {});
  let unanswered = 0;
  const look = async () => {
    const { sources } = await portal.get('/api/delivery/sources?limit=1');
    let watchedFresh = true;
    for (const system of new Set(sources.map(source => source.system))) {
      const those = sources.filter(source => source.system === system);
      const fresh = those.every(
        source =>
          source.state === 'fresh' &&
          new Date(source.lastSuccessAt) >= startedAt,
      );
      counts[system] = sum(those.map(source => source.counts));
      const whole =
        !WATCHED.includes(system) ||
        (counts[system].target ?? 0) >= services * TARGETS_PER_SERVICE;
      if (fresh && whole) {
        once(system);
      } else if (WATCHED.includes(system)) {
        watchedFresh = false;
      }
    }
    if (sources.every(source => times[source.system])) {
      once('sources');
    }
    if (watchedFresh && !times.listed) {
      const { total } = await portal.get('/api/delivery/fleet?limit=1');
      if (total >= services) {
        once('listed');
      }
    }
    if (signature !== JSON.stringify(counts)) {
      signature = JSON.stringify(counts);
      changedAt = performance.now();
    }
  };
  try {
    while (performance.now() - since < timeoutMs) {
      try {
        await look();
      } catch (error) {
        portal.requireAlive();
        unanswered += 1;
      }
      const quietSince = Math.max(changedAt, newsAt);
      const quiet = performance.now() - quietSince;
      if (
        times.sources &&
        times.listed &&
        quiet > options.quietSeconds * 1000
      ) {
        await listening;
        times.rest = Math.max((quietSince - since) / 1000, times.listed);
        return { times, cpu, counts, unanswered };
      }
      await sleep(1_000);
    }
  } finally {
    signals.close();
  }
  const missing = [...WATCHED, 'listed'].filter(key => !times[key]);
  if (missing.length > 0) {
    throw new NotInTime(
      `The collection was not whole after ${
        timeoutMs / 1000
      } s; missing: ${missing.join(', ')}; stored: ${JSON.stringify(
        counts,
      )}. See ${portal.logFile}.`,
    );
  }
  // The watched systems are whole; what polls within a budget may take longer than anybody wants to wait here.
  return { times, cpu, counts, unanswered };
}

async function listen(portal, signals, listener) {
  await signals.open(portal);
  const { channel } = await portal.get('/api/delivery/fleet?limit=1');
  signals.on(channel, listener);
}

function sum(all) {
  const total = {};
  for (const counts of all) {
    for (const [kind, count] of Object.entries(counts)) {
      total[kind] = (total[kind] ?? 0) + count;
    }
  }
  return total;
}
