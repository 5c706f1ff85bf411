import { test as base } from '@playwright/test';
import { sqliteDatabase } from './databases';
import { FaultyRoute } from './FaultyRoute';
import { freePorts } from './freePorts';
import { settled } from './knowledge';
import { Portal } from './Portal';
import { portalConfig, sandboxConfig } from './portalConfig';
import { SandboxWorld } from './SandboxWorld';
import { tell } from './until';

/** How many components the sandbox's catalog has, at least. */
export const COMPONENTS = 17;

/** What the tests of this folder share. */
export interface Stage {
  /** Where the forge's webhooks go. */
  webhookPort: number;
  sandbox: SandboxWorld;
}

/** A portal that nobody disturbs: what disturbed ones are compared with. */
export interface Reference {
  portal: Portal;
  /** The ways to its Argo CD instances. */
  routes: Record<string, FaultyRoute>;
  /** The systems that it is configured with. */
  systems: Record<string, unknown>;
  database: ReturnType<typeof sqliteDatabase>;
}

/** A test beside a sandbox and, where it asks for it, an undisturbed portal. */
export const test = base.extend<
  Record<never, never>,
  { stage: Stage; reference: Reference }
>({
  stage: [
    async ({}, use) => {
      const [webhookPort] = await freePorts(1);
      const sandbox = new SandboxWorld();
      try {
        await sandbox.start(webhookPort);
        await use({ webhookPort, sandbox });
      } finally {
        await sandbox.stop();
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  reference: [
    async ({ stage }, use) => {
      const [port] = await freePorts(1);
      const database = sqliteDatabase();
      const routes: Record<string, FaultyRoute> = {};
      for (const [name, url] of Object.entries(stage.sandbox.urls.argo)) {
        routes[name] = await FaultyRoute.to(url);
      }
      const systems = sandboxConfig(
        stage.sandbox.urls,
        Object.fromEntries(
          Object.entries(routes).map(([name, route]) => [name, route.url]),
        ),
      );
      const portal = new Portal(
        'The undisturbed portal',
        port,
        portalConfig({ port, database: database.config }),
        systems,
      );
      try {
        const begun = performance.now();
        await portal.start();
        const startedAt = performance.now();
        await settled(portal, {
          timeoutMs: 120_000,
          components: COMPONENTS,
        });
        tell(
          `an undisturbed portal: started in ${seconds(
            startedAt - begun,
          )}, all known and at rest ${seconds(
            performance.now() - startedAt,
          )} later`,
        );
        await use({ portal, routes, systems, database });
      } finally {
        await portal.stop();
        Object.values(routes).forEach(route => route.close());
        await database.remove();
      }
    },
    { scope: 'worker', timeout: 240_000 },
  ],
});

/** Milliseconds in words. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
