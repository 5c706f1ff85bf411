import type { Lane, TargetView } from '@throughline/plugin-delivery-common';
import type { VersionOrder } from '../plan/VersionOrder';
import { watchDeployed } from './watchDeployed';

const SETTLED = 180_000;
const order = {
  label: '1.1.0',
  wanted: { tag: '1.1.0' },
  version: { label: '1.1.0', commit: { sha: 'b' } },
  edits: [],
} as unknown as VersionOrder;

const image = (tag: string) => ({
  label: tag,
  image: { repository: 'r', tag },
});
const record = (version: object | undefined, more: object = {}) =>
  ({
    id: 'record',
    name: 'production',
    type: 'environment',
    sync: { status: 'unknown' },
    health: { status: 'unknown', reason: 'not observed' },
    version,
    ...more,
  } as unknown as TargetView);
const workload = (tag: string, status: string, more: object = {}) =>
  record(image(tag), {
    id: 'workload',
    name: 'checkout',
    type: 'workload',
    health: { status },
    ...more,
  });
const lane = (targets: TargetView[], more: object = {}) =>
  ({
    targets,
    health: { status: 'unknown' },
    healthBy: 'targets',
    ...more,
  } as unknown as Lane);

const watch = (
  view: TargetView | undefined,
  where: Lane | undefined,
  sinceMs = SETTLED,
) => watchDeployed(view, where, order, sinceMs).type;

it.each<[string, TargetView | undefined, Lane | undefined, number, string]>([
  ['nothing is there', undefined, lane([]), SETTLED, 'applying'],
  [
    'the record tells of another version',
    record(image('1.0.0')),
    lane([workload('1.1.0', 'healthy')]),
    SETTLED,
    'applying',
  ],
  [
    'the record is stale',
    record(image('1.1.0'), { staleSince: '2026-11-01T00:00:00Z' }),
    lane([workload('1.1.0', 'healthy')]),
    SETTLED,
    'applying',
  ],
  [
    'the record knows the commit alone, and the workload is healthy',
    record({ label: 'b', commit: { sha: 'b' } }),
    lane([workload('1.1.0', 'healthy')]),
    0,
    'healthy',
  ],
  [
    'the record knows another commit',
    record({ label: 'a', commit: { sha: 'a' } }),
    lane([workload('1.1.0', 'healthy')]),
    SETTLED,
    'applying',
  ],
  [
    'a workload runs another version',
    record(image('1.1.0')),
    lane([workload('1.1.0', 'healthy'), workload('1.0.0', 'healthy')]),
    SETTLED,
    'applying',
  ],
  [
    'a workload is degraded',
    record(image('1.1.0')),
    lane([workload('1.1.0', 'degraded')]),
    SETTLED,
    'degraded',
  ],
  [
    'a workload’s health is not known',
    record(image('1.1.0')),
    lane([workload('1.1.0', 'unknown')]),
    SETTLED,
    'applying',
  ],
  [
    'nothing observes it',
    record(image('1.1.0')),
    lane([record(image('1.1.0'))]),
    SETTLED,
    'unobserved',
  ],
  [
    'it has only just ended',
    record(image('1.1.0')),
    lane([record(image('1.1.0'))]),
    5_000,
    'applying',
  ],
  [
    'probes may speak of what ran before',
    record(image('1.1.0')),
    lane([], { healthBy: 'probes', health: { status: 'healthy' } }),
    60_000,
    'applying',
  ],
  [
    'probes see it well',
    record(image('1.1.0')),
    lane([], { healthBy: 'probes', health: { status: 'healthy' } }),
    SETTLED,
    'healthy',
  ],
  [
    'probes see it ill',
    record(image('1.1.0')),
    lane([], { healthBy: 'probes', health: { status: 'degraded' } }),
    SETTLED,
    'degraded',
  ],
  [
    'probes see nothing',
    record(image('1.1.0')),
    lane([], { healthBy: 'probes', health: { status: 'unknown' } }),
    SETTLED,
    'applying',
  ],
])('where %s', (_, view, where, sinceMs, type) => {
  expect(watch(view, where, sinceMs)).toBe(type);
});

it('goes by a workload itself, where that is the target', () => {
  expect(watch(workload('1.1.0', 'healthy'), undefined)).toBe('healthy');
  expect(watch(workload('1.0.0', 'healthy'), undefined)).toBe('applying');
});
