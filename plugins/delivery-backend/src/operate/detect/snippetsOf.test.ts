import type { VersionRuleText } from '@throughline/plugin-delivery-common';
import { parse } from 'yaml';
import type { EntityFacts } from '../../link/EntityFacts';
import { application } from '../../tests/world';
import { ruleOf } from '../versions/rulesOf';
import { snippetsOf } from './snippetsOf';

const RULES = `# the team's own
staging: # by hand
  file: apps/checkout/staging/kustomization.yaml
  strategy: kustomizeImages
`;
const entity = (rules?: string) =>
  ({
    ref: 'component:default/checkout',
    name: 'checkout',
    annotations: rules ? { 'delivery/version-rules': rules } : {},
  } as unknown as EntityFacts);
const target = application('checkout-eu', {
  desired: [
    { url: 'https://forge.example/acme/gitops', path: 'apps/checkout/eu' },
    { url: 'https://forge.example/acme/values', files: ['eu.yaml'] },
  ],
});
const RULE: VersionRuleText = {
  strategy: 'value',
  // eslint-disable-next-line no-template-curly-in-string
  file: '${path}/config.yaml',
  path: 'image.tag',
  write: 'commit',
};

const annotationOf = (text: string | undefined): string =>
  parse(text ?? '').metadata.annotations['delivery/version-rules'];

it('keeps the rules of other environments and what is said of them', () => {
  const { annotation } = snippetsOf(entity(RULES), 'production', RULE, [
    target,
  ]);
  expect(annotationOf(annotation)).toBe(
    // eslint-disable-next-line no-template-curly-in-string
    `${RULES}production:\n  strategy: value\n  file: \${path}/config.yaml\n  path: image.tag\n  write: commit\n`,
  );
});

it('takes the place of the rule that is there', () => {
  const { annotation } = snippetsOf(entity(RULES), 'staging', RULE, [target]);
  expect(parse(annotationOf(annotation))).toEqual({ staging: RULE });
});

it.each<Partial<VersionRuleText>>([
  {},
  { repository: 'forge.example/acme/values', file: 'eu.yaml' },
  { document: { kind: 'Deployment', name: 'a' }, digestPath: '["a.b"].c' },
  { strategy: 'kustomizeImages', path: undefined, image: 'app' },
])('gives what is in force once it is written down: %j', more => {
  const rule = JSON.parse(JSON.stringify({ ...RULE, ...more }));
  const { annotation } = snippetsOf(entity(), 'production', rule, [target]);
  const found = ruleOf(
    entity(annotationOf(annotation)),
    'production',
    target,
    [],
  );
  expect(found).toEqual({
    ...rule,
    file: rule.repository ? 'eu.yaml' : 'apps/checkout/eu/config.yaml',
    repository: rule.repository ?? 'forge.example/acme/gitops',
    origin: 'annotation',
    where: 'annotation delivery/version-rules',
  });
});

it('leaves to the configuration what an annotation may not name', () => {
  const { config, annotation, noAnnotationBecause } = snippetsOf(
    entity(),
    'production',
    { ...RULE, file: 'apps/base/kustomization.yaml' },
    [target],
  );
  expect(annotation).toBeUndefined();
  expect(noAnnotationBecause).toContain('checkout-eu is not made from');
  expect(parse(config).delivery.operations.versions).toMatchObject([
    { entity: 'component:default/checkout', environment: 'production' },
  ]);
});

it('leaves words to the rule, and not to the environment of the portal', () => {
  const { config } = snippetsOf(entity(), 'production', RULE, [target]);
  // eslint-disable-next-line no-template-curly-in-string
  expect(config).toContain('file: $${path}/config.yaml');
});
