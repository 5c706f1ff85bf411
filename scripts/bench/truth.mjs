import { askArgo } from './argo.mjs';
import { pagePath, serviceName } from './Lag.mjs';

const SAMPLE = 200;

/**
 * Compares what pages say with what Argo CD says at this moment, for a sample spread over all services: speed counts
 * for nothing where the answer is wrong.
 *
 * @returns the targets that were compared, and those that differ
 */
export async function compareWithArgo(portal, ports, services) {
  const upstream = new Map();
  for (const [name, port] of Object.entries(ports.argo)) {
    const response = await askArgo(name, port, '/applications');
    for (const { metadata, status } of (await response.json()).items ?? []) {
      upstream.set(metadata.name, [status.sync.status, status.health.status]);
    }
  }
  const sample = Math.min(SAMPLE, services);
  let compared = 0;
  const different = [];
  for (let i = 0; i < sample; i += 1) {
    const service = serviceName(1 + Math.floor((i * services) / sample));
    const { lanes } = await portal.get(pagePath(service));
    const targets = new Map(
      lanes
        .flatMap(lane => lane.targets)
        .map(target => [target.name, [target.sync.raw, target.health.raw]]),
    );
    for (const stage of ['dev', 'staging', 'prod']) {
      const name = `${service}-${stage}`;
      compared += 1;
      if (String(targets.get(name)) !== String(upstream.get(name))) {
        different.push(
          `${name}: ${
            targets.get(name) ?? 'not shown'
          } instead of ${upstream.get(name)}`,
        );
      }
    }
  }
  return { compared, different };
}
