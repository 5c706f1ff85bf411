import type { ObservedItem } from '../../contract';

/**
 * Something good that an item says.
 *
 * @public
 */
export interface GreenClaim {
  item: ObservedItem;
  /** Which of its statuses says so. */
  of:
    | 'health'
    | 'sync'
    | 'operation'
    | 'verification'
    | 'outcome'
    | 'status'
    | 'job'
    | 'checks'
    | 'merged'
    | 'probe'
    | 'attestation';
  /** Of a job, a probe or an attestation: which one. */
  name?: string;
}

/**
 * All that an item says that is good.
 *
 * @public
 */
export function greenClaims(item: ObservedItem): GreenClaim[] {
  const claim = (
    of: GreenClaim['of'],
    isGreen: boolean,
    name?: string,
  ): GreenClaim[] =>
    isGreen ? [{ item, of, ...(name === undefined ? {} : { name }) }] : [];
  switch (item.kind) {
    case 'target':
      return [
        ...claim('health', item.health.status === 'healthy'),
        ...claim('sync', item.sync.status === 'synced'),
        ...claim('operation', item.operation?.status === 'succeeded'),
        ...claim('verification', item.verification?.status === 'verified'),
      ];
    case 'deployment':
      return claim('outcome', item.outcome === 'succeeded');
    case 'run':
      return [
        ...claim('status', item.status.status === 'succeeded'),
        ...item.jobs.flatMap(({ name, status }) =>
          claim('job', status.status === 'succeeded', name),
        ),
      ];
    case 'commit':
      return claim('checks', item.checks?.status === 'succeeded');
    case 'pullRequest':
      return [
        ...claim('checks', item.checks?.status === 'succeeded'),
        ...claim('merged', item.state === 'merged'),
      ];
    case 'artifact':
      return Object.entries(item.attestations ?? {}).flatMap(
        ([name, { state }]) => claim('attestation', state === 'present', name),
      );
    case 'vitals':
      return item.probes.flatMap(({ name, health }) =>
        claim('probe', health.status === 'healthy', name),
      );
    default:
      return [];
  }
}
