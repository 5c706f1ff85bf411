import { rootOf, ruleFor, type DeployRule } from './DeployRule';
import { fillTemplate } from './fillTemplate';
import { parseImage } from './parseImage';

const rule = (job: string): DeployRule => ({
  job,
  environment: 'dev',
  deploysCheckout: true,
});

it.each([
  ['team/deploy', 'team/deploy'],
  ['team/deploy-*', 'team'],
  ['team/*/deploy', 'team'],
  ['deploy-*', ''],
])('the jobs of a rule %s are looked for in %s', (job, root) => {
  expect(rootOf(rule(job))).toBe(root);
});

it.each([
  ['team/deploy-*', 'team/deploy-checkout', true],
  ['team/deploy-*', 'team/deploy-', true],
  ['team/deploy-*', 'team/deploy-x/main', false],
  ['team/*', 'team/a/b', false],
  ['team/*/main', 'team/a/main', true],
  ['team/a.b', 'team/aXb', false],
  ['team/(a)+', 'team/(a)+', true],
])('a rule %s is about %s: %s', (job, fullName, expected) => {
  expect(ruleFor([rule(job)], fullName) !== undefined).toBe(expected);
});

it.each([
  ['{A}-{B}', 'x-y'],
  ['plain', 'plain'],
  ['{A}{C}', undefined],
  ['{EMPTY}', undefined],
  ['{toString}', undefined],
])('a template %s gives %s', (template, expected) => {
  expect(fillTemplate(template, { A: 'x', B: ' y ', EMPTY: ' ' })).toBe(
    expected,
  );
});

it('what is filled in is not filled again', () => {
  expect(fillTemplate('{A}', { A: '{B}', B: 'secret' })).toBe('{B}');
});

const digest = `sha256:${'a'.repeat(64)}`;

it.each([
  ['registry.example.com/team/app:1.2', 'registry.example.com/team/app', '1.2'],
  ['localhost:7140/acme/app:v1', 'localhost:7140/acme/app', 'v1'],
  ['app:latest', 'app', 'latest'],
])('an image %s is read', (text, repository, tag) => {
  expect(parseImage(text)).toEqual({ repository, tag });
});

it('an image by digest is read', () => {
  expect(parseImage(`host/app@${digest}`)).toEqual({
    repository: 'host/app',
    digest,
  });
});

it.each(['host/app', 'host/app:', 'host/app:1 2', 'Host/App:1', ':1', ''])(
  'no version can be read from %s',
  text => {
    expect(parseImage(text)).toBeUndefined();
  },
);
