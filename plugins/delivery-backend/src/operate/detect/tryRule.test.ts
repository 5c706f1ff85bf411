import { mockServices } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import type { EntityFacts } from '../../link/EntityFacts';
import type { LinkedTarget } from '../../read/EntityRecord';
import { FakeForge } from '../../tests/FakeForge';
import { FakeSource } from '../../tests/FakeProvider';
import { application, GITOPS, IMAGE } from '../../tests/world';
import { detectTarget } from './detectTarget';
import { ruleFor } from './placeOf';
import { proposalsOf } from './proposalsOf';
import { SourceOpener } from './SourceOpener';
import { tryRule } from './tryRule';

const ENTITY = {
  ref: 'component:default/checkout',
  name: 'checkout',
  annotations: {},
} as unknown as EntityFacts;
const FOLDER = 'apps/checkout/eu';

const tag = fc.oneof(
  fc.constantFrom('1.10', '2024', '1e5', 'latest', '0x1f', 'true', 'v1.2.3'),
  fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/),
);
const comment = fc
  .stringMatching(/^[ A-Za-z0-9:'"{}#é→-]{0,20}$/)
  .map(text => `# ${text}`);
const quote = fc.constantFrom('"', "'");

/** The shapes in which GitOps repositories keep a version, each with a tag and a comment. */
const SHAPES: Record<
  string,
  (tag: string, comment: string) => Record<string, string>
> = {
  overlay: (is, why) => ({
    [`${FOLDER}/kustomization.yaml`]: `${why}
resources: [../base]
images:
- name: registry.example.com/acme/proxy
  newTag: "7" ${why}
-   newTag:   ${is}   ${why}
    name: ${IMAGE}
replicas:   [{name: checkout, count: 2}]
`,
  }),
  base: (is, why) => ({
    [`${FOLDER}/kustomization.yaml`]: 'resources:\n- ../base\n',
    'apps/checkout/base/kustomization.yaml': `images: [{ name: app, newName: ${IMAGE}, newTag: ${is} }] ${why}\n`,
  }),
  manifest: (is, why) => ({
    [`${FOLDER}/all.yaml`]: `${why}
kind: Service
metadata: { name: checkout }
---
kind: Deployment ${why}
metadata:
  name: checkout
spec:
  template: {spec: {containers: [
    {name: proxy, image: "registry.example.com/acme/proxy:1"},
    {name: checkout, image: '${IMAGE}:${is.replace(/['"]/g, '')}'}]}}
`,
  }),
  umbrella: (is, why) => ({
    [`${FOLDER}/Chart.yaml`]: 'name: umbrella\n',
    [`${FOLDER}/values.yaml`]: `proxy: &proxy
  image: {repository: registry.example.com/acme/proxy, tag: 1.0.0}
other: *proxy
checkout:
    ${why}
    image:
        tag: ${is} ${why}
        repository:   ${IMAGE}
    replicas: 2
`,
  }),
};

async function detectAndTry(
  files: Record<string, string>,
  runs: string,
  version: string,
) {
  const forge = new FakeForge(GITOPS, files);
  const source = new FakeSource('forge:test', []);
  source.writer = forge;
  const context = {
    signal: AbortSignal.timeout(5_000),
    logger: mockServices.logger.mock(),
  };
  const item = application('checkout-eu', {
    images: [{ repository: IMAGE, tag: runs }],
    desired: [
      {
        url: `https://${GITOPS}.git`,
        path: FOLDER,
        targetRevision: 'main',
      },
    ],
  });
  const detection = await detectTarget(
    {
      stored: { id: 'target', sourceId: 'argocd:test', item },
      workloads: [],
    } as unknown as LinkedTarget,
    undefined,
    {
      opener: new SourceOpener({ sources: [source], context }),
      parents: async () => [],
    },
  );
  const proposals = proposalsOf(ENTITY, 'production', [detection]);
  const trials = await Promise.all(
    proposals.map(({ rule }) =>
      tryRule(
        rule,
        { repository: IMAGE, tag: version },
        {
          entity: ENTITY,
          environment: 'production',
          targets: [{ id: 'target', item }],
          sources: [source],
          configured: [],
          proposed: async () => detection.placed.map(ruleFor),
          context,
        },
      ),
    ),
  );
  return { proposals, trials, forge };
}

const changedLines = (diff: string) =>
  diff.split('\n').filter(line => /^[-+](?![-+]{2} )/.test(line));

describe.each(Object.entries(SHAPES))(
  'what is proposed of %s',
  (name, shape) => {
    it('changes nothing where that version is there, and that value only where another is wanted', async () => {
      await fc.assert(
        fc.asyncProperty(
          tag,
          tag,
          comment,
          quote,
          async (now, next, why, sign) => {
            const files = shape(`${sign}${now}${sign}`, why);
            const same = await detectAndTry(files, now, now);
            expect(same.proposals).toHaveLength(1);
            expect(same.proposals[0]).toMatchObject({ match: 'same' });
            expect(same.trials).toMatchObject([{ changes: [] }]);
            expect(same.trials[0]).not.toHaveProperty('refusedBecause');
            if (now === next) {
              return;
            }
            const other = await detectAndTry(files, now, next);
            const [{ changes, places }] = other.trials;
            expect(changes).toHaveLength(1);
            const [before, after, ...more] = changedLines(changes[0].diff);
            expect(more).toEqual([]);
            // The comment comes after the value, and may hold the same text.
            const end =
              name === 'manifest' ? undefined : before.lastIndexOf(why);
            const at = before.lastIndexOf(now, end);
            expect(after.slice(1)).toBe(
              `${before.slice(1, at)}${next}${before.slice(at + now.length)}`,
            );
            expect(places).toMatchObject([{ target: 'checkout-eu' }]);
            expect(other.forge.commits.size).toBe(1);
          },
        ),
        { numRuns: 60 },
      );
    });
  },
);
