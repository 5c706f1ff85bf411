import express from 'express';
import { existsSync, readFileSync } from 'fs';
import path from 'path';
import supertest from 'supertest';
import { documentRoutes, workspaceRoutes } from './routes';
import { Workspaces } from './Workspaces';

const folder = path.resolve(
  __dirname,
  '../../../../../shared/contracts/terraform/samples',
);
const isPresent = existsSync(folder);

const app = () => {
  const workspaces = new Workspaces();
  return express()
    .use(documentRoutes(workspaces))
    .use('/workspaces', workspaceRoutes(workspaces));
};

describe('what the sandbox publishes', () => {
  it('is a plan with one drifted resource and one to change, until it is mended', async () => {
    const agent = supertest(app());
    const before = await agent.get('/plans/settlements-database.json');
    expect(before.body.resource_drift).toHaveLength(1);
    const changes = (body: any) =>
      body.resource_changes
        .map(({ change }: any) => change.actions.join())
        .sort();
    expect(changes(before.body)).toEqual(['no-op', 'no-op', 'update']);

    const same = await agent
      .get('/plans/settlements-database.json')
      .set('if-none-match', before.headers.etag);
    expect(same.status).toBe(304);

    await agent
      .put('/workspaces/settlements-database')
      .send({ finding: 'inSync' })
      .expect(200);
    const after = await agent
      .get('/plans/settlements-database.json')
      .set('if-none-match', before.headers.etag);
    expect(after.status).toBe(200);
    expect(after.body.resource_drift).toBeUndefined();
    expect(changes(after.body)).toEqual(['no-op', 'no-op', 'no-op']);
  });

  it('refuses what is not there', async () => {
    const agent = supertest(app());
    const put = (name: string, finding: string) =>
      agent.put(`/workspaces/${name}`).send({ finding });
    const answers = await Promise.all([
      agent.get('/plans/nothing.json'),
      put('nothing', 'inSync'),
      put('settlements-database', 'fine'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 400]);
  });
});

(isPresent ? describe : describe.skip)(
  isPresent
    ? 'the form of what is published'
    : 'the form of what is published (skipped: the recordings are not beside this checkout)',
  () => {
    it('is the one that Terraform was recorded with', async () => {
      const recorded = (file: string) =>
        JSON.parse(readFileSync(path.join(folder, `${file}.json`), 'utf8'));
      const known = (value: any, of: any, at: string): string[] =>
        Object.keys(value).flatMap(key =>
          key in of ? [] : [`${at}.${key} is not in the recording`],
        );
      const agent = supertest(app());
      const { body: plan } = await agent.get(
        '/plans/settlements-database.json',
      );
      const { body: state } = await agent.get(
        '/states/settlements-database.json',
      );
      const drift = recorded('plan-resource-drift');
      const create = { ...recorded('plan-change'), ...drift };
      const shown = recorded('show-state');
      expect([
        ...known(plan, create, 'plan'),
        ...known(plan.resource_drift[0], drift.resource_drift[0], 'drift'),
        ...known(
          plan.resource_drift[0].change,
          drift.resource_drift[0].change,
          'drift.change',
        ),
        ...known(plan.resource_changes[0], drift.resource_changes[0], 'change'),
        ...known(state, shown, 'state'),
        ...known(
          state.values.root_module.resources[0],
          shown.values.root_module.resources[0],
          'resource',
        ),
      ]).toEqual([]);
      expect(typeof plan.timestamp).toBe(typeof drift.timestamp);
    });
  },
);
