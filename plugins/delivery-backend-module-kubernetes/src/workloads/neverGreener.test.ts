import fc from 'fast-check';
import { deployment } from '../testing/fixtures';
import { projectDeployment } from './projectDeployment';
import { projectRollout } from './projectRollout';
import { projectStatefulSet } from './projectStatefulSet';

const options = { labels: [] };
const small = fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined });
const generation = fc.option(fc.integer({ min: 1, max: 3 }), {
  nil: undefined,
});
const conditions = fc.array(
  fc.record({
    type: fc.constantFrom('Available', 'Progressing', 'ReplicaFailure', 'Odd'),
    status: fc.constantFrom('True', 'False', 'Unknown', ''),
    reason: fc.constantFrom(
      'NewReplicaSetAvailable',
      'ProgressDeadlineExceeded',
      'ReplicaSetUpdated',
      'Odd',
    ),
  }),
  { maxLength: 3 },
);

const status = fc.record({
  observedGeneration: generation,
  replicas: small,
  updatedReplicas: small,
  readyReplicas: small,
  availableReplicas: small,
  conditions,
});

describe('health is never greener than the input', () => {
  it('of a Deployment: healthy only with every pod updated and available, as last seen', () => {
    fc.assert(
      fc.property(
        small,
        fc.boolean(),
        fc.integer({ min: 1, max: 3 }),
        fc.option(status, { nil: undefined }),
        (replicas, paused, wanted, told) => {
          const object = deployment('shop', {
            metadata: { uid: 'u', generation: wanted },
            spec: { replicas, paused },
          });
          const facts = projectDeployment(options)({ ...object, status: told });
          if (facts?.health.status !== 'healthy') {
            return;
          }
          const desired = replicas ?? 1;
          expect(told?.observedGeneration).toBeGreaterThanOrEqual(wanted);
          expect(told?.updatedReplicas ?? 0).toBe(desired);
          expect(told?.availableReplicas ?? 0).toBeGreaterThanOrEqual(desired);
          expect(told?.replicas ?? 0).toBe(desired);
          expect(paused).toBe(false);
          expect(
            told?.conditions.find(({ type }) => type === 'Progressing')?.reason,
          ).not.toBe('ProgressDeadlineExceeded');
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('of a StatefulSet', () => {
    const revision = fc.constantFrom('a', 'b', undefined);
    fc.assert(
      fc.property(
        small,
        status,
        revision,
        revision,
        (replicas, told, current, update) => {
          const object = deployment('shop', {
            metadata: { uid: 'u', generation: 2 },
            spec: { replicas },
          });
          const facts = projectStatefulSet(options)({
            ...object,
            status: {
              ...told,
              currentRevision: current,
              updateRevision: update,
            },
          });
          if (facts?.health.status === 'healthy') {
            const desired = replicas ?? 1;
            expect(told.observedGeneration).toBeGreaterThanOrEqual(2);
            expect(told.readyReplicas ?? 0).toBeGreaterThanOrEqual(desired);
            expect(told.replicas ?? 0).toBeLessThanOrEqual(desired);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('of a Rollout', () => {
    const phase = fc.constantFrom(
      'Healthy',
      'Paused',
      'Degraded',
      'Progressing',
      'New',
      '',
      undefined,
    );
    fc.assert(
      fc.property(phase, fc.boolean(), status, (said, abort, told) => {
        const object = deployment('shop', { metadata: { uid: 'u' } });
        const facts = projectRollout(options)({
          ...object,
          status: {
            ...told,
            observedGeneration: String(told.observedGeneration ?? ''),
            phase: said,
            abort,
          },
        });
        if (facts?.health.status === 'healthy') {
          expect(said).toBe('Healthy');
          expect(abort).toBe(false);
          expect(told.availableReplicas ?? 0).toBeGreaterThanOrEqual(2);
        }
        expect(
          facts?.health.status !== 'unknown' || facts.health.reason,
        ).toBeTruthy();
      }),
      { numRuns: 1_000 },
    );
  });

  it('of nonsense: it is refused, never taken for well', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (spec, told) => {
        const { metadata } = deployment('shop', { metadata: { uid: 'u' } });
        for (const project of [
          projectDeployment,
          projectStatefulSet,
          projectRollout,
        ]) {
          let healthy = false;
          try {
            healthy =
              project(options)({ metadata, spec, status: told })?.health
                .status === 'healthy';
          } catch (error) {
            expect((error as Error).name).toMatch(/ZodError/);
          }
          expect(healthy).toBe(false);
        }
      }),
    );
  });
});
