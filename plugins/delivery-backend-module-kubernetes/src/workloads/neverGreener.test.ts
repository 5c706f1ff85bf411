import fc from 'fast-check';
import { ZodError } from 'zod';
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

const metadata = { ...deployment('shop').metadata, uid: 'u', generation: 2 };
const { spec: wellSpec } = deployment('shop') as { spec?: object };

/** Whether the projection says healthy; what it refuses is not. */
function isHealthy(
  project: ReturnType<typeof projectDeployment>,
  object: unknown,
): boolean {
  try {
    return project(object)?.health.status === 'healthy';
  } catch (error) {
    return !(error instanceof ZodError);
  }
}

describe('health is never greener than the input', () => {
  it('of a Deployment: every pod updated and available, as last seen', () => {
    fc.assert(
      fc.property(
        small,
        fc.boolean(),
        fc.option(status, { nil: undefined }),
        (replicas, paused, told) => {
          const desired = replicas ?? 1;
          const progressing = told?.conditions.find(
            ({ type }) => type === 'Progressing',
          );
          const isWell =
            !paused &&
            (told?.observedGeneration ?? 0) >= 2 &&
            (told?.replicas ?? 0) === desired &&
            (told?.updatedReplicas ?? 0) === desired &&
            (told?.readyReplicas ?? 0) >= desired &&
            (told?.availableReplicas ?? 0) >= desired &&
            progressing?.reason !== 'ProgressDeadlineExceeded';
          const object = {
            metadata,
            spec: { ...wellSpec, replicas, paused },
            status: told,
          };
          expect(isWell || !isHealthy(projectDeployment(options), object)).toBe(
            true,
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('of a StatefulSet: every pod there, ready and as last seen', () => {
    const revision = fc.constantFrom('a', 'b', undefined);
    fc.assert(
      fc.property(
        small,
        status,
        revision,
        revision,
        (replicas, told, currentRevision, updateRevision) => {
          const desired = replicas ?? 1;
          const isWell =
            (told.observedGeneration ?? 0) >= 2 &&
            (told.readyReplicas ?? 0) >= desired &&
            (told.replicas ?? 0) <= desired;
          const object = {
            metadata,
            spec: { ...wellSpec, replicas },
            status: { ...told, currentRevision, updateRevision },
          };
          expect(
            isWell || !isHealthy(projectStatefulSet(options), object),
          ).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('of a Rollout: its controller says so, and every pod is there', () => {
    const phase = fc.constantFrom('Healthy', 'Paused', 'Odd', '', undefined);
    fc.assert(
      fc.property(phase, fc.boolean(), status, (said, abort, told) => {
        const isWell =
          said === 'Healthy' &&
          !abort &&
          (told.availableReplicas ?? 0) >= 2 &&
          (told.readyReplicas ?? 0) >= 2;
        const object = {
          metadata,
          spec: wellSpec,
          status: {
            ...told,
            observedGeneration: String(told.observedGeneration ?? ''),
            phase: said,
            abort,
          },
        };
        expect(isWell || !isHealthy(projectRollout(options), object)).toBe(
          true,
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('of nonsense: it is refused, never taken for well', () => {
    const projections = [projectDeployment, projectStatefulSet, projectRollout];
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (spec, told) => {
        const object = { metadata, spec, status: told };
        expect(
          projections.map(project => isHealthy(project(options), object)),
        ).toEqual([false, false, false]);
      }),
    );
  });
});
