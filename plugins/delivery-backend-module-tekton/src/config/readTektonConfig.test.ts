import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readTektonConfig } from './readTektonConfig';

function read(tekton?: JsonObject) {
  return readTektonConfig(
    new ConfigReader({
      delivery: {
        kubernetes: {
          clusters: [
            {
              name: 'tools',
              url: 'https://tools.example.com',
              token: 't',
              namespaces: ['own'],
            },
            { name: 'prod', url: 'https://prod.example.com', token: 't' },
          ],
        },
        ...(tekton && { tekton }),
      },
    }),
  );
}

describe('readTektonConfig', () => {
  it('takes all clusters, as far as they serve Tekton, unless told', async () => {
    const { clusters, keepFinished } = await read();
    expect(keepFinished).toBe(30);
    expect(
      clusters.map(({ cluster, expected }) => [
        cluster.title,
        expected,
        cluster.namespaces,
      ]),
    ).toEqual([
      ['tools', false, ['own']],
      ['prod', false, undefined],
    ]);
  });

  it('reads which clusters, namespaces and how many runs', async () => {
    const { clusters, keepFinished } = await read({
      keepFinished: 5,
      namespaces: ['common'],
      clusters: [
        { name: 'prod', dashboardUrl: 'https://tekton.example.com/' },
        { name: 'tools', namespaces: ['b', 'a'] },
      ],
    });
    expect(keepFinished).toBe(5);
    expect(
      clusters.map(({ cluster, expected, dashboardUrl }) => [
        cluster.title,
        expected,
        cluster.namespaces,
        dashboardUrl,
      ]),
    ).toEqual([
      ['prod', true, ['common'], 'https://tekton.example.com'],
      ['tools', true, ['a', 'b'], undefined],
    ]);
  });

  it.each<[JsonObject, string]>([
    [{ clusters: [{ name: 'nowhere' }] }, 'delivery.tekton.clusters[0].name'],
    [
      { clusters: [{ name: 'prod' }, { name: 'prod' }] },
      'delivery.tekton.clusters[1].name',
    ],
    [
      { clusters: [{ name: 'prod', namespaces: [] }] },
      'delivery.tekton.clusters[0].namespaces',
    ],
    [
      { clusters: [{ name: 'prod', dashboardUrl: 'ftp://x' }] },
      'delivery.tekton.clusters[0].dashboardUrl',
    ],
    [{ namespaces: ['Not One'] }, 'delivery.tekton.namespaces[0]'],
    [{ keepFinished: 0 }, 'delivery.tekton.keepFinished'],
    [{ keepFinished: 1.5 }, 'delivery.tekton.keepFinished'],
    [{ keepFinished: 1001 }, 'delivery.tekton.keepFinished'],
  ])('names what is wrong in %j', async (tekton, key) => {
    await expect(read(tekton)).rejects.toThrow(key);
  });
});
