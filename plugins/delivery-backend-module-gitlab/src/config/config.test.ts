import { ConfigReader } from '@backstage/config';
import { projectOf } from '../source/projectOf';
import { readGitlabConfig } from './readGitlabConfig';

const read = (gitlab: object, delivery?: object) =>
  readGitlabConfig(
    new ConfigReader({
      integrations: { gitlab },
      ...(delivery ? { delivery: { gitlab: delivery } } : {}),
    } as never),
  );
const own = {
  host: 'gitlab.example.test:8443',
  apiBaseUrl: 'https://gitlab.example.test:8443/api/v4/',
  token: 'glpat-abc',
};

describe('hosts', () => {
  it('are those of the integrations, with defaults', async () => {
    const { hosts, pollMs, history } = read([own]);
    expect(hosts).toHaveLength(1);
    expect(hosts[0]).toMatchObject({
      host: 'gitlab.example.test:8443',
      sourceId: 'gitlab:gitlab.example.test-8443',
      apiUrl: 'https://gitlab.example.test:8443/api/v4',
      budget: 0.25,
      requestsPerMinute: 1_200,
      webhookSecrets: [],
      write: false,
      operations: false,
    });
    await expect(hosts[0].credential?.headers()).resolves.toEqual({
      'private-token': 'glpat-abc',
    });
    expect({ pollMs, history }).toEqual({
      pollMs: 60_000,
      history: { commits: 1_000, windowMs: 90 * 24 * 3_600_000 },
    });
  });

  it('are none where none is written', () => {
    expect(read([]).hosts).toEqual([]);
  });

  it('without a token say so', () => {
    expect(read([{ host: 'gitlab.com' }]).hosts[0]).toMatchObject({
      unavailable: expect.stringContaining('has no token'),
      apiUrl: 'https://gitlab.com/api/v4',
    });
  });

  it('may have extras: a token in place of the other, a share, secrets besides the shared ones', async () => {
    const [host] = read([own], {
      budget: 0.5,
      webhook: { secret: 'a' },
      hosts: [
        {
          host: 'gitlab.example.test:8443',
          token: 'abcdef',
          budget: 0.1,
          requestsPerMinute: 600,
          webhook: { secrets: [{ secret: 'b' }] },
        },
      ],
    }).hosts;
    expect(host).toMatchObject({ budget: 0.1, requestsPerMinute: 600 });
    await expect(host.credential?.headers()).resolves.toEqual({
      authorization: 'Bearer abcdef',
    });
    await expect(
      Promise.all(host.webhookSecrets.map(secret => secret.get())),
    ).resolves.toEqual(['a', 'b']);
  });

  it.each([true, false, ['gitlab.example.test:8443/acme/**'], ['a.b/1234']])(
    'may be written to as %j says',
    write => {
      expect(read([own], { write }).hosts[0].write).toEqual(write);
    },
  );

  it('may be operated, each as it says or all', () => {
    const host = own.host;
    const operations = (delivery: object) =>
      read([own], delivery).hosts[0].operations;
    expect(operations({ operations: true })).toBe(true);
    expect(operations({ hosts: [{ host, operations: true }] })).toBe(true);
    expect(
      operations({ operations: true, hosts: [{ host, operations: false }] }),
    ).toBe(false);
  });

  it.each([
    [{ write: 'yes' }, /delivery\.gitlab\.write.*neither/],
    [{ write: [] }, /delivery\.gitlab\.write.*neither/],
    [{ write: ['https://gitlab.com/a/b'] }, /write.*no pattern/],
    [{ write: ['gitlab.com'] }, /write.*no pattern/],
    [{ hosts: [{ host: 'else.test' }] }, /hosts\[0\]\.host.*not configured/],
    [{ hosts: [{}] }, /hosts\[0\]\.host.*missing/],
    [{ hosts: [{ host: own.host }, { host: own.host }] }, /hosts\[1\].*before/],
    [{ budget: 2 }, /delivery\.gitlab\.budget/],
    [{ hosts: [{ host: own.host, budget: 0 }] }, /hosts\[0\]\.budget/],
    [{ hosts: [{ host: own.host, requestsPerMinute: 1 }] }, /requestsPerMin/],
    [{ history: { commits: 1 } }, /history\.commits/],
    [{ history: { period: '1h' } }, /history\.period/],
    [{ pollEvery: '1s' }, /pollEvery/],
    [{ webhook: { secrets: [{}] } }, /webhook\.secrets\[0\]/],
  ])('%j is refused', (delivery, problem) => {
    expect(() => read([own], delivery)).toThrow(problem);
  });

  it('of one’s own need the URL of their API', () => {
    expect(() => read([{ host: 'else.test' }])).toThrow(
      /integrations\.gitlab.*apiBaseUrl is https/,
    );
  });
});

describe('the project of an identity', () => {
  const host = { host: 'a.test', webUrl: 'https://a.test' };

  it.each([
    ['a.test/acme/platform/shop', 'acme/platform/shop'],
    ['a.test/1234', '1234'],
    ['a.test/shop', undefined],
    ['b.test/acme/shop', undefined],
    ['a.test.evil/acme/shop', undefined],
  ])('%s is %s', (identity, project) => {
    expect(projectOf(identity, host)).toBe(project);
  });

  it('comes after the path that the host is installed below', () => {
    const below = { host: 'a.test', webUrl: 'https://a.test/GitLab' };
    expect(projectOf('a.test/gitlab/acme/shop', below)).toBe('acme/shop');
  });
});
