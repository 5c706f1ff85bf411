import type { VersionRuleText } from '@throughline/plugin-delivery-common';
import { wantedFor } from './wantedFor';

const rule = (strategy: VersionRuleText['strategy']): VersionRuleText => ({
  strategy,
  file: 'a.yaml',
  write: 'commit',
});
const madeFrom = [
  { url: 'https://charts.example.com', chart: 'a', revision: '1.2.0' },
];
const known = new Map([
  ['1.2.0', { madeFrom }],
  ['2.0', { repository: 'ghcr.io/acme/a', tag: '2.0', digest: 'sha256:a' }],
]);

it.each([
  ['value', '2.0', known.get('2.0')],
  ['value', '3.0', { repository: 'ghcr.io/acme/a', tag: '3.0' }],
  ['revision', '1.2.0', { madeFrom }],
  ['revision', '2.0', { revision: '2.0' }],
  ['revision', 'v9', { revision: 'v9' }],
] as const)('writes by %s of %s %j', (strategy, version, wanted) => {
  expect(wantedFor({ rule: rule(strategy), version }, known)).toEqual(wanted);
});

it.each(['a b', '', '-x', 'a\nb', 'x'.repeat(129)])('refuses %j', version => {
  expect(() => wantedFor({ rule: rule('value'), version }, known)).toThrow(
    "'version' must be one of those that are known",
  );
});
