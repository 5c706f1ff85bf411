import {
  describeProviderContract,
  type ProviderHarness,
} from '@throughline/plugin-delivery-node/testing';
import { configOf } from './fixtures/configOf';
import { DocumentStore } from './fixtures/DocumentStore';
import { FakeHcp } from './fixtures/FakeHcp';
import { changeOf, planOf } from './fixtures/planOf';
import { OrganizationMemory } from './hcp/OrganizationMemory';
import { OrganizationSource } from './hcp/OrganizationSource';
import { PublishedSource } from './published/PublishedSource';

const TOKEN = 'team-token-0123456789';

const interests = () => ({
  version: '1',
  repositories: [],
  images: [],
  pipelines: [],
});

async function createOrganization(): Promise<ProviderHarness> {
  const fake = await FakeHcp.start();
  const config = () =>
    configOf({
      organizations: [
        {
          name: 'fake',
          organization: fake.organization,
          url: fake.upstream.url,
          token: TOKEN,
          operations: true,
        },
      ],
    }).organizations[0];
  const find = (key: string) => fake.workspaces.find(({ id }) => id === key)!;
  return {
    createSource: () =>
      new OrganizationSource(config(), new OrganizationMemory(0)),
    interests,
    upstream: {
      async add(count) {
        return Array.from({ length: count }, (_, index) => {
          const workspace = fake.addWorkspace();
          if (index < 3) {
            fake.addRun(workspace);
          }
          return { kind: 'target' as const, key: workspace.id };
        });
      },
      async update({ key }) {
        find(key).attributes.name = `renamed-${key}`;
      },
      async remove({ key }) {
        fake.workspaces.splice(fake.workspaces.indexOf(find(key)), 1);
      },
      async malform({ key }) {
        find(key).attributes = { name: 1 };
      },
      misbehave: fault => fake.upstream.misbehave(fault),
      recover: () => fake.upstream.recover(),
      secrets: [TOKEN],
      pageSize: fake.pageSize,
    },
    operate: {
      async subject({ operation }) {
        const workspace = fake.addWorkspace();
        if (operation === 'plan') {
          return {
            kind: 'target',
            target: {
              kind: 'target',
              key: workspace.id,
              type: 'infrastructure',
              resource: 'Workspace',
              name: workspace.attributes.name,
              labels: {},
              desired: [],
              sync: { status: 'unknown' },
              health: { status: 'unknown' },
              images: [],
              imagesAre: 'desired',
            },
          };
        }
        const { id } = fake.addRun(workspace, {
          status: 'planning',
          actions: { 'is-cancelable': true },
        });
        return {
          kind: 'run',
          run: {
            kind: 'run',
            key: id,
            pipeline: workspace.attributes.name,
            status: { status: 'running', raw: 'planning' },
            createdAt: '2026-11-20T10:00:00Z',
            jobs: [],
          },
        };
      },
      effects: ({ operation }) =>
        fake.writes.filter(
          ({ path }) => path.endsWith('/runs') === (operation === 'plan'),
        ).length,
      paths: () => fake.requests,
    },
    close: () => fake.upstream.close(),
  };
}

async function createPublished(): Promise<ProviderHarness> {
  const store = await DocumentStore.start();
  const names: string[] = [];
  let added = 0;
  return {
    createSource: () =>
      new PublishedSource(
        configOf({
          published: names.map(name => ({
            name,
            planUrl: `${store.upstream.url}/${name}.json`,
            token: TOKEN,
          })),
        }).published,
      ),
    interests,
    upstream: {
      async add(count) {
        return Array.from({ length: count }, () => {
          added += 1;
          const name = `workspace-${added}`;
          names.push(name);
          store.documents.set(`/${name}.json`, planOf());
          return { kind: 'target' as const, key: name };
        });
      },
      async update({ key }) {
        store.documents.set(
          `/${key}.json`,
          planOf({ resource_changes: [changeOf('a.b', ['update'])] }),
        );
      },
      async remove({ key }) {
        names.splice(names.indexOf(key), 1);
      },
      async malform({ key }) {
        store.documents.set(`/${key}.json`, { format_version: 1 });
      },
      misbehave: fault => store.upstream.misbehave(fault),
      recover: () => store.upstream.recover(),
      secrets: [TOKEN],
      pageSize: 20,
    },
    close: () => store.upstream.close(),
  };
}

describeProviderContract('HCP Terraform', createOrganization);

describeProviderContract('what pipelines publish', createPublished, {
  lacks: {
    remove:
      'an entry goes with the configuration, by the cursor: a test of its own',
    paging: 'each document is one answer',
  },
});
