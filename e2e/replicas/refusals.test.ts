import { expect, test } from '@playwright/test';
import { freePorts } from './support/freePorts';
import { Portal } from './support/Portal';
import { portalConfig } from './support/portalConfig';
import { seconds } from './support/stage';
import { tell, until } from './support/until';

const ARGOCD = { name: 'main', url: 'https://argocd.example.com', token: 'x' };

/** What people get wrong, the key that the portal must name, and how it must say to mend it. */
const WRONG: {
  what: string;
  delivery: Record<string, unknown>;
  key: string;
  mend: RegExp;
}[] = [
  {
    what: 'an environment that follows one that there is not',
    delivery: {
      environments: [{ name: 'staging' }, { name: 'live', follows: ['qa'] }],
    },
    key: 'delivery.environments[1].follows[0]',
    mend: /there is no environment 'qa'.*Use one of: staging, live/,
  },
  {
    what: 'a match that asks for what targets do not have',
    delivery: {
      environments: [{ name: 'live', match: [{ environment: 'prod' }] }],
    },
    key: 'delivery.environments[0].match[0].environment',
    mend: /there is no such key.*Use: source, cluster/,
  },
  {
    what: 'two sources of one name',
    delivery: {
      argocd: {
        instances: [ARGOCD, { ...ARGOCD, url: 'https://other.example.com' }],
      },
    },
    key: 'delivery.argocd.instances[1].name',
    mend: /'main'.*name of its own/,
  },
  {
    what: 'a URL that is none',
    delivery: {
      argocd: { instances: [{ ...ARGOCD, url: 'argocd.example.com' }] },
    },
    key: 'delivery.argocd.instances[0].url',
    mend: /https:\/\//,
  },
  {
    what: 'a missing token',
    delivery: {
      argocd: { instances: [{ name: ARGOCD.name, url: ARGOCD.url }] },
    },
    key: 'delivery.argocd.instances[0].token',
    mend: /it is missing.*tokenFile/,
  },
];

test.describe('a backend whose configuration is wrong', () => {
  for (const { what, delivery, key, mend } of WRONG) {
    test(`does not start with ${what}, and says where and how to mend it`, async () => {
      const [port] = await freePorts(1);
      const portal = new Portal(
        'The portal',
        port,
        portalConfig({
          port,
          database: { client: 'better-sqlite3', connection: ':memory:' },
        }),
        { delivery },
      );
      try {
        const begun = performance.now();
        const program = portal.launch();
        await until('The end of the portal', async () => program.ended, {
          timeoutMs: 60_000,
        });
        await program.end();
        expect(program.exitCode).not.toBe(0);
        const line = program.output
          .split('\n')
          .find(each => each.includes(key));
        expect(line, program.output).toBeDefined();
        expect(line).toMatch(mend);
        tell(`refused after ${seconds(performance.now() - begun)}`);
      } finally {
        await portal.stop();
      }
    });
  }
});
