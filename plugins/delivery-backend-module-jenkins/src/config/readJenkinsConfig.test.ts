import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigReader } from '@backstage/config';
import { readJenkinsConfig } from './readJenkinsConfig';

const read = (data: object) => readJenkinsConfig(new ConfigReader(data as any));
const own = (instances: object[], more: object = {}) => ({
  delivery: { jenkins: { instances, ...more } },
});
const url = 'https://jenkins.example.com/ci';
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

it('reads an instance, with the context path of its URL', async () => {
  const { instances } = read(
    own([{ name: 'main', baseUrl: `${url}/`, username: 'u', apiKey: 'k' }]),
  );
  expect(instances[0]).toMatchObject({
    name: 'main',
    title: 'Jenkins main',
    isDefault: true,
    pollMs: 30_000,
    connection: { baseUrl: url, headers: {} },
  });
  expect(await instances[0].connection.credential?.headers()).toEqual({
    authorization: basic('u:k'),
  });
});

it('reads what other plugins have, whose top is the default instance', async () => {
  const { instances } = read({
    jenkins: {
      baseUrl: url,
      username: 'u',
      apiKey: 'k',
      extraRequestHeaders: { 'x-gate': 'open' },
      instances: [{ name: 'second', baseUrl: 'https://two.example.com' }],
    },
  });
  expect(instances.map(({ name, isDefault }) => [name, isDefault])).toEqual([
    ['default', true],
    ['second', false],
  ]);
  expect(instances[0].connection.headers).toEqual({ 'x-gate': 'open' });
  expect(instances[1].connection.credential).toBeUndefined();
});

it('takes what is ours where an instance is in both, and only the connection from there', async () => {
  const jenkins = {
    baseUrl: url,
    username: 'theirs',
    apiKey: 'k',
    instances: [{ name: 'b', baseUrl: 'https://theirs.example.com' }],
  };
  const { instances } = read({
    jenkins,
    ...own([
      { name: 'default', title: 'CI', pollEvery: '1m' },
      { name: 'b', baseUrl: 'https://ours.example.com' },
    ]),
  });
  expect(instances).toHaveLength(2);
  expect(instances[0]).toMatchObject({
    title: 'CI',
    pollMs: 60_000,
    connection: { baseUrl: url },
  });
  expect(await instances[0].connection.credential?.headers()).toEqual({
    authorization: basic('theirs:k'),
  });
  expect(instances[1].connection.baseUrl).toBe('https://ours.example.com');
});

it('reads an API token again when its file changes', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'jenkins-')), 'token');
  writeFileSync(file, 'one\n');
  const { instances } = read(
    own([{ name: 'a', baseUrl: url, username: 'u', apiKeyFile: file }]),
  );
  const { credential } = instances[0].connection;
  expect(await credential?.headers()).toEqual({
    authorization: basic('u:one'),
  });
  await new Promise(resolve => setTimeout(resolve, 20));
  writeFileSync(file, 'two\n');
  expect(await credential?.headers()).toEqual({
    authorization: basic('u:two'),
  });
});

it('reads other credentials, libraries and rules', async () => {
  const { instances, webhookSecrets } = read(
    own(
      [
        {
          name: 'a',
          baseUrl: url,
          token: 't',
          libraries: ['https://git.example.com/acme/lib-*.git'],
          deployments: [
            {
              job: '/team/deploy-*',
              environment: '{ENV}',
              environments: ['dev'],
              service: '{SERVICE}',
              image: 'r.example.com/{SERVICE}:{VERSION}',
            },
            { job: 'x', environment: 'dev', deploysCheckout: false },
          ],
        },
      ],
      {
        pollEvery: '10s',
        webhook: { secret: 'a', secrets: [{ secret: 'b' }] },
      },
    ),
  );
  expect(await instances[0].connection.credential?.headers()).toEqual({
    authorization: 'Bearer t',
  });
  expect(instances[0].pollMs).toBe(10_000);
  expect(instances[0].isLibrary('git.example.com/acme/lib-one')).toBe(true);
  expect(instances[0].isLibrary('git.example.com/acme/library')).toBe(false);
  expect(instances[0].rules).toEqual([
    {
      job: 'team/deploy-*',
      environment: '{ENV}',
      environments: ['dev'],
      service: '{SERVICE}',
      image: 'r.example.com/{SERVICE}:{VERSION}',
      deploysCheckout: true,
    },
    { job: 'x', environment: 'dev', deploysCheckout: false },
  ]);
  expect(webhookSecrets).toHaveLength(2);
});

const rule = (more: object) =>
  own([
    {
      name: 'a',
      baseUrl: url,
      deployments: [{ job: 'x', environment: 'dev', ...more }],
    },
  ]);

it.each([
  ['no URL', own([{ name: 'a' }]), /instances\[0\]\.baseUrl.*missing/],
  ['no name', own([{ baseUrl: url }]), /instances\[0\]\.name/],
  [
    'one name twice',
    own([
      { name: 'a', baseUrl: url },
      { name: 'a', baseUrl: url },
    ]),
    /instances\[1\]\.name/,
  ],
  [
    'default twice',
    {
      jenkins: { baseUrl: url, instances: [{ name: 'default', baseUrl: url }] },
    },
    /jenkins\.instances/,
  ],
  [
    'a token of nobody',
    own([{ name: 'a', baseUrl: url, apiKey: 'k' }]),
    /username/,
  ],
  [
    'two ways to authenticate',
    own([
      { name: 'a', baseUrl: url, username: 'u', apiKey: 'k', password: 'p' },
    ]),
    /instances\[0\]\.password/,
  ],
  [
    'too much haste',
    own([{ name: 'a', baseUrl: url, pollEvery: '1s' }]),
    /pollEvery/,
  ],
  ['a rule without a job', rule({ job: '' }), /deployments\[0\]\.job/],
  ['a rule that climbs', rule({ job: 'a/../b' }), /deployments\[0\]\.job/],
  ['a rule for all depths', rule({ job: 'a/**' }), /deployments\[0\]\.job/],
  ['a rule without an environment', rule({ environment: ' ' }), /environment/],
  ['an open brace', rule({ image: 'a:{VERSION' }), /deployments\[0\]\.image/],
  ['an empty brace', rule({ service: '{}' }), /deployments\[0\]\.service/],
])('refuses %s', (_, data, message) => {
  expect(() => read(data)).toThrow(message);
});

it('finds nothing where nothing is configured', () => {
  expect(read({}).instances).toEqual([]);
  expect(read({ jenkins: {} }).instances).toEqual([]);
});
