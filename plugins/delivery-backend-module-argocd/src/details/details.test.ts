import { wellApplication } from '../__testUtils__/applications';
import { diffsOf } from './diffsOf';
import { eventsOf } from './eventsOf';
import { resourcesOf } from './resourcesOf';

describe('resources', () => {
  const application = wellApplication('web');

  it('are the live tree, and what is missing from it', () => {
    application.status.resources.push({
      kind: 'ConfigMap',
      namespace: 'checkout',
      name: 'settings',
      status: 'OutOfSync',
      health: { status: 'Missing' },
    });
    const tree = {
      nodes: [
        {
          group: 'apps',
          kind: 'ReplicaSet',
          namespace: 'checkout',
          name: 'web-1',
          uid: 'rs',
          parentRefs: [{ uid: 'deployment', kind: 'Deployment', name: 'web' }],
        },
        {
          group: 'apps',
          kind: 'Deployment',
          namespace: 'checkout',
          name: 'web',
          uid: 'deployment',
          health: { status: 'Healthy' },
        },
        { nonsense: true },
      ],
    };
    expect(resourcesOf(tree, application)).toEqual([
      {
        group: 'apps',
        kind: 'ReplicaSet',
        namespace: 'checkout',
        name: 'web-1',
        parent: 1,
      },
      {
        group: 'apps',
        kind: 'Deployment',
        namespace: 'checkout',
        name: 'web',
        sync: 'Synced',
        health: 'Healthy',
      },
      {
        kind: 'ConfigMap',
        namespace: 'checkout',
        name: 'settings',
        sync: 'OutOfSync',
        health: 'Missing',
      },
    ]);
  });

  it('are none of an application with no live resource', () => {
    expect(resourcesOf({}, undefined)).toEqual([]);
  });
});

describe('diffs', () => {
  const one = (kind: string, target: unknown, live: unknown, more = {}) => ({
    kind,
    namespace: 'checkout',
    name: 'web',
    targetState: JSON.stringify(target),
    liveState: JSON.stringify(live),
    ...more,
  });

  it('are of what differs, as applying would make it', () => {
    const [diff, ...others] = diffsOf({
      items: [
        one('Service', { a: 1 }, { a: 1 }, { modified: false }),
        one(
          'Deployment',
          { replicas: 2 },
          { replicas: 3, metadata: { managedFields: [], name: 'web' } },
          {
            modified: true,
            group: 'apps',
            predictedLiveState: '{"replicas":2,"defaulted":true}',
          },
        ),
        one('Job', { a: 1 }, null, { hook: true }),
      ],
    });
    expect(others).toEqual([]);
    expect(diff).toMatchObject({ group: 'apps', resource: 'Deployment' });
    expect(JSON.parse(diff.desired)).toEqual({ replicas: 2, defaulted: true });
    expect(JSON.parse(diff.live)).toEqual({
      replicas: 3,
      metadata: { name: 'web' },
    });
  });

  it('are of what is missing and of what Git no longer has', () => {
    const diffs = diffsOf({
      items: [one('ConfigMap', { a: 1 }, null), one('Service', null, { a: 1 })],
    });
    expect(
      diffs.map(({ desired, live }) => [desired !== '', live !== '']),
    ).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it('tell no value of a Secret, but that it differs', () => {
    const applied = '{"data":{"password":"aHVudGVyMg=="}}';
    const [diff] = diffsOf({
      items: [
        one(
          'Secret',
          { kind: 'Secret', data: { same: 'c2FtZQ==', password: 'bmV3' } },
          {
            kind: 'Secret',
            data: { same: 'c2FtZQ==', password: 'aHVudGVyMg==' },
            metadata: {
              annotations: {
                'kubectl.kubernetes.io/last-applied-configuration': applied,
              },
            },
          },
          { modified: true },
        ),
      ],
    });
    const text = JSON.stringify(diff);
    expect(text).not.toMatch(/c2FtZQ|bmV3|aHVudGVy/);
    expect(JSON.parse(diff.live).data).toEqual({
      same: '••••••',
      password: '•••••• (differs)',
    });
  });
});

it('events are told newest first', () => {
  const event = (message: string, lastTimestamp: string) => ({
    type: 'Warning',
    reason: 'BackOff',
    message,
    count: 3,
    lastTimestamp,
    involvedObject: { kind: 'Pod', name: 'web-1' },
  });
  expect(
    eventsOf({
      items: [
        event('older', '2026-01-15T10:00:00Z'),
        event('newer', '2026-01-15T11:00:00Z'),
      ],
    }),
  ).toMatchObject([
    { message: 'newer', object: 'Pod/web-1', count: 3 },
    { message: 'older' },
  ]);
});
