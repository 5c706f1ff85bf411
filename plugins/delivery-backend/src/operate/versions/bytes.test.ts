import fc from 'fast-check';
import { applyVersion } from './applyVersion';
import type { VersionRule, WantedVersion } from './VersionRule';

const IMAGE = 'ghcr.io/acme/checkout';
const MARK = '@@';

const base: VersionRule = {
  strategy: 'value',
  repository: 'github.com/acme/gitops',
  file: 'values.yaml',
  write: 'commit',
  origin: 'config',
  where: 'delivery.operations.versions[0]',
};

/** Files as people write them, with a mark where the version is. */
const FILES: Record<string, { rule: VersionRule; text: string }> = {
  'a kustomization': {
    rule: { ...base, strategy: 'kustomizeImages', image: IMAGE },
    text: `# Production, see docs/production.md

apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace:   checkout   # of the team's own
resources:
    - ../../base
    - hpa.yaml


images:
  # the sidecar has a life of its own
  - {name: envoyproxy/envoy, newTag: v1.31.0}
  - newTag: ${MARK} # {"$imagepolicy": "flux-system:checkout:tag"}
    name:   ${IMAGE}
  - name: migrate
    newName: ghcr.io/acme/migrate
    newTag: '1.0'
patches:
- target: {kind: Deployment}
  patch: |-
    - op: replace   
      path: /spec/replicas
      value: 3
`,
  },
  'values of a chart, with anchors and odd indentation': {
    rule: { ...base, path: 'checkout.image.tag' },
    text: `global: &global
      registry: ghcr.io
      pullSecrets: [ regcred ,  other ]
checkout:
   <<: *global
   image:
         repository: acme/checkout
         tag:    ${MARK}        # who asks: @payments
         pullPolicy: IfNotPresent
   env:
   -   name: GREETING
       value: >-
         Hello,
         world
worker: { <<: *global, image: { tag: "0.9" } }
`,
  },
  'one of several objects': {
    rule: {
      ...base,
      strategy: 'revision',
      document: { kind: 'HelmRelease', name: 'checkout' },
      path: 'spec.chart.spec.version',
    },
    text: `---
apiVersion: v1
kind: Namespace
metadata: { name: checkout }
---
# The release
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: checkout
spec:
  chart:
    spec:
      chart: checkout
      version: ${MARK}
  values:
    text: "a: b # no comment"
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: other
spec: { chart: { spec: { chart: other, version: 2.0.1 } } }
...
`,
  },
  'elements of a list generator': {
    rule: {
      ...base,
      path: 'spec.generators[0].list.elements[cluster=prod-eu].version',
    },
    text: `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: checkout}
spec:
  goTemplate: true
  generators:
  - list:
      elements:
      - cluster: prod-us
        version: 1.4.1
      -   cluster: prod-eu
          version: ${MARK}
  template:
    metadata:
      name: 'checkout-{{.cluster}}'
`,
  },
  'a file of a Git generator': {
    rule: { ...base, path: 'app.version' },
    text: `{
\t"cluster" : { "name":"prod-eu",  "address": "https:\\/\\/1.2.3.4" },
\t"app": {"name": "checkout", "version":"${MARK}" }
}`,
  },
};

const ENDINGS: Record<string, (text: string) => string> = {
  'line feeds': text => text,
  CRLF: text => text.replaceAll('\n', '\r\n'),
  'no final newline': text => text.replace(/\n+$/, ''),
  'empty lines at the end': text => `${text}\n\n`,
  'a byte order mark': text => `\uFEFF${text}`,
};

/** What a range of versions is written with is none. */
const tag = fc
  .stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,40}$/)
  .filter(text => !/(^|\.)[xX](\.|$)/.test(text));
/** What needs no quotes, so that the way back leads to the same bytes. */
const plain = fc.stringMatching(/^v[0-9]{1,3}\.[0-9]{1,3}(-rc\.[0-9])?$/);

const wantedOf = (rule: VersionRule, text: string): WantedVersion =>
  rule.strategy === 'revision' ? { revision: text } : { tag: text };

function apply(text: string, rule: VersionRule, version: string): string {
  const result = applyVersion(text, rule, wantedOf(rule, version));
  if ('refusedBecause' in result) {
    throw new Error(result.refusedBecause);
  }
  return result.text;
}

describe.each(Object.entries(FILES))('%s', (_, { rule, text }) => {
  describe.each(Object.entries(ENDINGS))('with %s', (__, shape) => {
    const [head, tail] = shape(text).split(MARK);
    const at = (version: string) => `${head}${version}${tail}`;

    it('keeps every byte but the value', () => {
      fc.assert(
        fc.property(plain, tag, (before, after) => {
          const changed = apply(at(before), rule, after);
          expect(changed.startsWith(head)).toBe(true);
          expect(changed.endsWith(tail)).toBe(true);
          const written = changed.slice(head.length, -tail.length);
          expect([after, `"${after}"`]).toContain(written);
        }),
        { numRuns: 40 },
      );
    });

    it('is the same however often it is asked for, and goes back to the same bytes', () => {
      fc.assert(
        fc.property(plain, plain, tag, (before, after, other) => {
          const once = apply(at(before), rule, after);
          expect(once).toBe(at(after));
          expect(apply(once, rule, after)).toBe(once);
          expect(apply(once, rule, before)).toBe(at(before));
          const twice = apply(at(before), rule, other);
          expect(apply(twice, rule, other)).toBe(twice);
        }),
        { numRuns: 40 },
      );
    });
  });
});

it('quotes stay, so that the way back leads to the same bytes whatever the version looks like', () => {
  fc.assert(
    fc.property(fc.constantFrom('"', "'"), tag, tag, (quote, before, after) => {
      const by = { ...base, path: 'image.tag' };
      const at = (version: string) =>
        `image:\r\n  tag: ${quote}${version}${quote}   # ok\r\n`;
      expect(apply(at(before), by, after)).toBe(at(after));
      expect(apply(apply(at(before), by, after), by, before)).toBe(at(before));
    }),
  );
});
