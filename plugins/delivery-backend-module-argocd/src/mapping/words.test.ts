import { applicationSchema } from '../api/schemas';
import { severityOf } from './conditions';
import { mapHealth } from './health';
import { mapPhase } from './operation';
import { mapSync } from './sync';

const application = (status: unknown, metadata: object = {}) =>
  applicationSchema.parse({ metadata: { name: 'a', ...metadata }, status });

describe('health', () => {
  it.each([
    ['Healthy', 'healthy'],
    ['Progressing', 'progressing'],
    ['Degraded', 'degraded'],
    ['Suspended', 'suspended'],
    ['Missing', 'missing'],
    ['Unknown', 'unknown'],
    ['Splendid', 'unknown'],
    ['healthy', 'unknown'],
    ['constructor', 'unknown'],
  ])('%s is %s', (raw, status) => {
    expect(mapHealth(application({ health: { status: raw } }))).toMatchObject({
      status,
      raw,
    });
  });

  it.each([[undefined], [null], [{}], [{ health: {} }], [{ health: null }]])(
    'is unknown of a new application with status %j',
    status => {
      expect(mapHealth(application(status))).toEqual({
        status: 'unknown',
        reason: 'Argo CD has not judged it yet',
      });
    },
  );

  it('is unknown where the cluster cannot be read, though Argo CD goes on saying Healthy', () => {
    const judged = mapHealth(
      application({
        health: { status: 'Healthy' },
        conditions: [
          {
            type: 'ComparisonError',
            message:
              'Failed to load live state: failed to get cluster info for "https://c": connection refused',
          },
        ],
      }),
    );
    expect(judged).toMatchObject({ status: 'unknown', raw: 'Healthy' });
    expect(judged.reason).toContain('connection refused');
  });

  it('is not green of what is being deleted, and not milder either', () => {
    const deletionTimestamp = '2026-01-15T10:00:00Z';
    const of = (status: string) =>
      mapHealth(application({ health: { status } }, { deletionTimestamp }));
    expect(of('Healthy')).toEqual({
      status: 'progressing',
      raw: 'Healthy',
      reason: 'it is being deleted',
    });
    expect(of('Degraded').status).toBe('degraded');
  });

  it('tells the words of the resource that is to blame', () => {
    expect(
      mapHealth(
        application({
          health: { status: 'Degraded' },
          resources: [
            { kind: 'Service', name: 'a', health: { status: 'Healthy' } },
            {
              kind: 'Deployment',
              name: 'a',
              health: { status: 'Degraded', message: 'deadline exceeded' },
            },
          ],
        }),
      ).reason,
    ).toBe('Deployment a: deadline exceeded');
  });
});

describe('sync', () => {
  it.each([
    ['Synced', 'synced'],
    ['OutOfSync', 'outOfSync'],
    ['Unknown', 'unknown'],
    ['Sunk', 'unknown'],
    ['toString', 'unknown'],
  ])('%s is %s', (raw, status) => {
    expect(mapSync(application({ sync: { status: raw } }))).toMatchObject({
      status,
      raw,
    });
  });

  it.each([[undefined], [{}], [{ sync: {} }], [{ sync: { status: '' } }]])(
    'is unknown of a new application with status %j',
    status => {
      expect(mapSync(application(status))).toEqual({
        status: 'unknown',
        reason: 'Argo CD has not compared it yet',
      });
    },
  );

  it.each(['ComparisonError', 'InvalidSpecError', 'UnknownError'])(
    'is unknown beside a %s, whatever it was before',
    type => {
      expect(
        mapSync(
          application({
            sync: { status: 'Synced' },
            conditions: [{ type, message: 'no such path' }],
          }),
        ),
      ).toEqual({
        status: 'unknown',
        raw: 'Synced',
        reason: `${type}: no such path`,
      });
    },
  );
});

it.each([
  ['Running', 'running'],
  ['Terminating', 'running'],
  ['Succeeded', 'succeeded'],
  ['Failed', 'failed'],
  ['Error', 'failed'],
  ['Perhaps', 'unknown'],
  [undefined, 'unknown'],
])('phase %s is %s', (phase, status) => {
  expect(mapPhase(phase)).toBe(status);
});

it.each([
  ['ComparisonError', 'error'],
  ['InvalidSpecError', 'error'],
  ['UnknownError', 'error'],
  ['SyncError', 'error'],
  ['DeletionError', 'error'],
  ['SharedResourceWarning', 'warning'],
  ['RepeatedResourceWarning', 'warning'],
  ['ExcludedResourceWarning', 'warning'],
  ['OrphanedResourceWarning', 'warning'],
  ['SomethingNew', 'warning'],
])('condition %s is %s', (type, severity) => {
  expect(severityOf(type)).toBe(severity);
});
