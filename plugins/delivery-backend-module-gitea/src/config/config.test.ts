import { ConfigReader } from '@backstage/config';
import { readGiteaConfig } from './readGiteaConfig';

const read = (gitea: object, delivery?: object) =>
  readGiteaConfig(
    new ConfigReader({
      integrations: { gitea },
      ...(delivery ? { delivery: { gitea: delivery } } : {}),
    } as never),
  );
const own = { host: 'git.example.test:3000', password: 'abc' };

describe('hosts', () => {
  it('are those of the integrations, with defaults', async () => {
    const { hosts, pollMs } = read([own]);
    expect(hosts).toMatchObject([
      {
        host: 'git.example.test:3000',
        sourceId: 'gitea:git.example.test-3000',
        webUrl: 'https://git.example.test:3000',
        requestsPerMinute: 300,
        webhookSecrets: [],
      },
    ]);
    expect(pollMs).toBe(60_000);
    await expect(hosts[0].credential?.headers()).resolves.toEqual({
      authorization: 'token abc',
    });
  });

  it('with a user show both', async () => {
    const [host] = read([{ ...own, username: 'ada' }]).hosts;
    await expect(host.credential?.headers()).resolves.toEqual({
      authorization: `Basic ${Buffer.from('ada:abc').toString('base64')}`,
    });
  });

  it('without credentials show what is public', () => {
    const [host] = read([
      { host: 'codeberg.org', baseUrl: 'https://codeberg.org/' },
    ]).hosts;
    expect(host.credential).toBeUndefined();
    expect(host.webUrl).toBe('https://codeberg.org');
  });

  it('may have extras', async () => {
    const [host] = read([own], {
      webhook: { secret: 'a' },
      hosts: [
        {
          host: own.host,
          token: 'def',
          requestsPerMinute: 60,
          webhook: { secret: 'b' },
        },
      ],
    }).hosts;
    expect(host).toMatchObject({ requestsPerMinute: 60 });
    expect(host.webhookSecrets).toHaveLength(2);
    await expect(host.credential?.headers()).resolves.toEqual({
      authorization: 'token def',
    });
  });

  it.each([true, false, ['git.example.test:3000/acme/*']])(
    'may be written to as %j says',
    write => {
      expect(read([own]).hosts[0].write).toBe(false);
      expect(read([own], { write }).hosts[0].write).toEqual(write);
    },
  );

  it('may be operated, each as it says or all', () => {
    const host = own.host;
    const operations = (delivery: object) =>
      read([own], delivery).hosts[0].operations;
    expect(operations({})).toBe(false);
    expect(operations({ operations: true })).toBe(true);
    expect(operations({ hosts: [{ host, operations: true }] })).toBe(true);
    expect(
      operations({ operations: true, hosts: [{ host, operations: false }] }),
    ).toBe(false);
  });

  it.each([
    [{ write: 'yes' }, /delivery\.gitea\.write.*neither/],
    [{ write: [] }, /delivery\.gitea\.write.*neither/],
    [{ write: ['https://a.test/b/c'] }, /write.*no pattern/],
    [{ write: ['a.test/b'] }, /write.*no pattern/],
    [{ hosts: [{ host: 'else.test' }] }, /hosts\[0\]\.host.*not configured/],
    [{ hosts: [{}] }, /hosts\[0\]\.host.*missing/],
    [{ hosts: [{ host: own.host }, { host: own.host }] }, /hosts\[1\].*before/],
    [{ hosts: [{ host: own.host, requestsPerMinute: 1 }] }, /requestsPerMin/],
    [{ history: { commits: 1 } }, /history\.commits/],
    [{ pollEvery: '1s' }, /pollEvery/],
  ])('%j is refused', (delivery, problem) => {
    expect(() => read([own], delivery)).toThrow(problem);
  });

  it('that are none are refused with their place', () => {
    expect(() => read([{ host: 'a b' }])).toThrow(/integrations\.gitea\[0\]/);
  });
});
