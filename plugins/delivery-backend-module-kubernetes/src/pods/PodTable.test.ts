import fc from 'fast-check';
import { PodTable } from './PodTable';
import type { PodFacts } from './projectPod';

const podArbitrary = fc.record({
  uid: fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5'),
  namespace: fc.constant('shop'),
  controller: fc.constantFrom('c1', 'c2'),
  workload: fc.constantFrom(undefined, 'apps/Deployment/shop/a'),
  ready: fc.boolean(),
  images: fc.constantFrom(
    [],
    [{ container: 'main', reference: 'acme/a:1' }],
    [{ container: 'main', reference: 'acme/a:2', digest: 'sha256:x' }],
  ),
  failing: fc.constantFrom(undefined, 'CrashLoopBackOff', 'ErrImagePull'),
  waiting: fc.constantFrom(undefined, 'Unschedulable'),
}) as fc.Arbitrary<PodFacts>;

const stepArbitrary = fc.oneof(
  podArbitrary.map(pod => ({ type: 'apply' as const, pod })),
  fc
    .constantFrom('p1', 'p2', 'p3', 'p4', 'p5')
    .map(uid => ({ type: 'remove' as const, uid })),
);

describe('PodTable', () => {
  it('sums up what a plain list of the pods would, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 40 }), steps => {
        const table = new PodTable();
        const pods = new Map<string, PodFacts>();
        for (const step of steps) {
          if (step.type === 'apply') {
            table.apply(step.pod);
            pods.set(step.pod.uid, step.pod);
          } else {
            table.remove(step.uid);
            pods.delete(step.uid);
          }
        }
        const own = [...pods.values()].filter(
          ({ controller }) => controller === 'c1',
        );
        const summary = table.summarize(['c1'], 'none');
        expect(table.size).toBe(pods.size);
        expect(summary.count).toBe(own.length);
        expect(summary.ready).toBe(own.filter(({ ready }) => ready).length);
        expect(summary.failingCount).toBe(
          own.filter(({ failing }) => failing).length,
        );
        expect(summary.images.map(image => JSON.stringify(image))).toEqual(
          [
            ...new Set(
              own.flatMap(({ images }) =>
                images.map(one => JSON.stringify(one)),
              ),
            ),
          ].sort(),
        );
      }),
    );
  });

  it('says whose pods changed, and of a pod that did not, nobody', () => {
    const table = new PodTable();
    const pod: PodFacts = {
      uid: 'p',
      namespace: 'shop',
      controller: 'c1',
      ready: true,
      images: [],
    };
    expect(table.apply(pod)).toEqual(['c1']);
    expect(table.apply({ ...pod })).toEqual([]);
    expect(table.apply({ ...pod, controller: 'c2' })).toEqual(['c1', 'c2']);
    expect(table.remove('p')).toEqual(['c2']);
    expect(table.remove('p')).toEqual([]);
    expect(table.controllers()).toEqual([]);
  });
});
