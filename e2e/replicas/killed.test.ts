import { expect } from '@playwright/test';
import { sqliteDatabase } from './support/databases';
import { freePorts } from './support/freePorts';
import {
  differences,
  doubled,
  knowledgeOf,
  settled,
} from './support/knowledge';
import { Portal } from './support/Portal';
import { portalConfig } from './support/portalConfig';
import { COMPONENTS, seconds, test } from './support/stage';
import { sleep, tell } from './support/until';

/** A kill falls somewhere into each: while clusters are listed, while pages are linked, while history is read. */
const KILLS_MS = [
  [0, 3000],
  [3000, 8000],
  [8000, 14_000],
];

test.describe('a backend that is killed during its first collection, on SQLite', () => {
  let database: ReturnType<typeof sqliteDatabase>;
  let portal: Portal | undefined;

  test.beforeEach(() => {
    database = sqliteDatabase();
  });

  test.afterEach(async () => {
    await portal?.stop();
    await database.remove();
  });

  test(`knows in the end what one knows that was let be`, async ({
    reference,
  }) => {
    test.setTimeout(300_000);
    const [port] = await freePorts(1);
    // Killed while it reads its files, Backstage's catalog may lack entities for long; ours is another matter.
    database.copy('catalog', reference.database);
    portal = new Portal(
      'The portal that is killed',
      port,
      portalConfig({ port, database: database.config }),
      reference.systems,
    );
    for (const [least, most] of KILLS_MS) {
      await portal.start();
      const ms = least + Math.random() * (most - least);
      await sleep(ms);
      const known = (await portal.sources()).map(({ counts }) =>
        Object.values(counts).reduce((sum, count) => sum + count, 0),
      );
      await portal.kill();
      tell(
        `killed ${seconds(ms)} after it could be asked, with ${known.reduce(
          (sum, count) => sum + count,
          0,
        )} items known`,
      );
    }
    const begun = performance.now();
    await portal.start();
    await settled(portal, { timeoutMs: 120_000, components: COMPONENTS });
    tell(
      `started again, and at rest after ${seconds(performance.now() - begun)}`,
    );

    // The world goes on turning: both are asked until they were asked at one moment, and both were fresh all the while.
    await expect(async () => {
      const [disturbed, undisturbed] = await Promise.all([
        knowledgeOf(portal!),
        knowledgeOf(reference.portal),
      ]);
      expect(differences(undisturbed, disturbed)).toEqual([]);
    }).toPass({ timeout: 90_000, intervals: [2000] });

    const { entities } = await knowledgeOf(portal);
    const histories = Object.values(entities).map(({ history }) =>
      (history as { id: string }[]).map(({ id }) => id),
    );
    histories.forEach(ids => expect(doubled(ids)).toEqual([]));
    tell(
      `${Object.keys(entities).length} components and ${
        histories.flat().length
      } records of history, the same as undisturbed`,
    );
  });
});
