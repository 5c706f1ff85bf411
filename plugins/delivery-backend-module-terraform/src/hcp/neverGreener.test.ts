import fc from 'fast-check';
import { itemSchemas } from '@throughline/plugin-delivery-node/testing';
import { Included } from './Included';
import { knowWorkspace, targetOf } from './KnownWorkspace';
import { readFacts } from './runFacts';
import { deploymentOf, runOf } from './runItems';
import { RUN_STATUS_TABLE } from './runStatus';
import { Run, Workspace } from './schemas';

const RUNS = Number(process.env.FUZZ_RUNS ?? 5_000);

const maybe = (arbitrary: fc.Arbitrary<unknown>) =>
  fc.oneof(
    { weight: 6, arbitrary },
    { weight: 1, arbitrary: fc.constantFrom(null, undefined) },
    { weight: 1, arbitrary: fc.anything() },
  );
const bool = maybe(fc.boolean());
const count = maybe(fc.nat(3));
const time = maybe(fc.constant('2026-11-20T10:00:00Z'));
const text = maybe(fc.string());

const run = fc.record({
  status: maybe(fc.constantFrom(...Object.keys(RUN_STATUS_TABLE), 'new')),
  actions: maybe(fc.record({ 'is-confirmable': bool })),
  'created-at': time,
  'has-changes': bool,
  'plan-only': bool,
  message: text,
  source: text,
  'status-timestamps': maybe(
    fc.record({ 'applying-at': time, 'applied-at': time, 'errored-at': time }),
  ),
});
const assessment = fc.record({
  succeeded: bool,
  drifted: bool,
  'resources-drifted': count,
  'all-checks-succeeded': bool,
  'checks-passed': count,
  'checks-failed': count,
  'checks-errored': count,
  'checks-unknown': count,
});
const workspace = fc.record({
  name: maybe(fc.string({ minLength: 1 })),
  locked: bool,
  'locked-reason': text,
  'assessments-enabled': bool,
  'working-directory': text,
  'tag-names': maybe(fc.array(fc.string())),
  'vcs-repo': maybe(fc.record({ identifier: text, branch: text })),
});
const ingress = fc.record({
  branch: text,
  'clone-url': text,
  'commit-sha': maybe(fc.constant('A'.repeat(40))),
});
const plan = fc.record({
  'resource-additions': count,
  'resource-changes': count,
  'resource-destructions': count,
  'status-timestamps': maybe(fc.record({ 'finished-at': time })),
});

const point = (type: string) => ({ data: { type, id: '1' } });

describe('whatever HCP answers', () => {
  it('items keep the contract, and green needs all that says so', () => {
    fc.assert(
      fc.property(
        workspace,
        run,
        assessment,
        ingress,
        plan,
        (ofWorkspace, ofRun, ofAssessment, ofIngress, ofPlan) => {
          const parsed = Workspace.safeParse({
            id: 'ws-1',
            attributes: ofWorkspace,
            relationships: {
              'current-run': point('runs'),
              'current-assessment-result': point('assessment-results'),
            },
          }).data;
          if (!parsed) {
            return;
          }
          const included = new Included(
            [
              {
                type: 'runs',
                attributes: ofRun,
                relationships: {
                  plan: point('plans'),
                  'configuration-version': point('configuration-versions'),
                },
              },
              { type: 'assessment-results', attributes: ofAssessment },
              { type: 'plans', attributes: ofPlan },
              {
                type: 'configuration-versions',
                relationships: {
                  'ingress-attributes': point('ingress-attributes'),
                },
              },
              { type: 'ingress-attributes', attributes: ofIngress },
            ].map(object => ({ id: '1', ...object })),
          );
          const known = knowWorkspace(parsed, included, 'https://a.test/app/b');
          const items: any[] = [targetOf(known)];
          if (known.run) {
            const facts = readFacts(known.run, included);
            items.push(runOf(known.run, facts, known));
            items.push(deploymentOf(known.run, facts, known));
          }
          for (const item of items.filter(Boolean)) {
            const schema = itemSchemas[item.kind as keyof typeof itemSchemas];
            expect(schema.safeParse(item).error).toBeUndefined();
          }
          const [{ sync, health }, told, deployment] = items;
          const green: boolean[] = [
            sync.status !== 'synced' ||
              (ofAssessment.succeeded === true &&
                ofAssessment.drifted === false &&
                (ofWorkspace as any)['assessments-enabled'] === true),
            health.status !== 'healthy' ||
              (ofAssessment['all-checks-succeeded'] === true &&
                ofAssessment.succeeded === true),
            told?.status.status !== 'succeeded' ||
              ['applied', 'planned_and_finished', 'assessed'].includes(
                (ofRun as any).status,
              ),
            deployment?.outcome !== 'succeeded' ||
              (ofRun as any).status === 'applied',
          ];
          expect(green).toEqual([true, true, true, true]);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('a run is read or refused', () => {
    fc.assert(
      fc.property(fc.anything(), anything => {
        expect(() => Run.safeParse(anything)).not.toThrow();
      }),
      { numRuns: 1_000 },
    );
  });
});
