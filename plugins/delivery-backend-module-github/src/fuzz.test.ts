import {
  SourceFailure,
  type Observation,
  type ObservedItem,
} from '@throughline/plugin-delivery-node';
import { describeFuzz } from '@throughline/plugin-delivery-node/testing';
import { BudgetSpent } from './api/BudgetTracker';
import type { GithubClient } from './api/GithubClient';
import type { RepositoryPass } from './collect/RepositoryPass';
import { answerGraphql } from './fixtures/answerGraphql';
import { FakeGithub } from './fixtures/FakeGithub';
import { FakeRepository } from './fixtures/FakeRepository';
import { queryRepositories } from './graphql/queryRepositories';
import { Memory } from './source/Memory';
import {
  observeDeep,
  observeRecent,
  observeRest,
} from './source/observeRepository';
import { Recent } from './graphql/schemas';

const NAME = 'acme/shop';
const URL = `https://github.example.test/${NAME}`;
const IDENTITY = `github.example.test/${NAME}`;
/** A real upstream is asked within a budget; one that always has a next page is left then. */
const MAX_CALLS = 30;

const repository = new FakeRepository(NAME, URL);
const older = repository.commit();
const head = repository.commit({ pull: 1 });
repository.checks.set(older, 'SUCCESS');
repository.checks.set(head, 'PENDING');
repository.addPull();
repository.addPull({ state: 'MERGED', mergeCommit: { oid: head } });
repository.queue.set(1, { position: 1, state: 'AWAITING_CHECKS' });
repository.addRun({ conclusion: 'failure' });
repository.addRun();
repository.release('v1.0.0');
repository.deploy('staging', ['IN_PROGRESS', 'SUCCESS']);
repository.deploy('production', ['IN_PROGRESS', 'FAILURE']);

/** What the stand-in answers to a query that names these fields, as far as the query asks for it. */
function answer(fields: string, ...asked: string[]): unknown {
  const github = new FakeGithub();
  github.repositories.set(NAME, repository);
  const variables = { o0: 'acme', n0: 'shop', p0: 'deploy' };
  const { data } = answerGraphql(
    github,
    `r0: repository( ${fields}`,
    variables,
  ) as { data: { r0: Record<string, unknown> } };
  const told = Object.entries(data.r0).filter(
    ([key]) => asked.length === 0 || asked.includes(key),
  );
  return { data: { r0: Object.fromEntries(told) } };
}

const pages = 'endCursor open: ';
const answers = {
  recent: answer(`${pages} history(first: 10)`),
  history: answer(pages, 'defaultBranchRef'),
  paths: answer('p0: history(', 'defaultBranchRef'),
  deployments: answer(pages, 'deployments'),
  branches: answer(pages, 'refs'),
  pulls: answer(pages, 'recent'),
  'pull checks': answer(pages, 'checked'),
  runs: { workflow_runs: repository.runs },
  jobs: { jobs: [...repository.jobs.values()].flat() },
  'deployment flags': [
    { id: 1, environment: 'staging', production_environment: false },
  ],
};

/** A client that answers each question by its name. */
function clientOf(given: Record<string, unknown> | null): GithubClient {
  let calls = 0;
  const next = (operation: string) => {
    calls += 1;
    if (calls > MAX_CALLS) {
      throw new BudgetSpent('graphql');
    }
    return given && Object.hasOwn(given, operation)
      ? given[operation]
      : undefined;
  };
  return {
    signal: new AbortController().signal,
    affords: () => calls < MAX_CALLS,
    graphql: async (operation: string) => next(operation),
    async get(operation: string) {
      const json = next(operation);
      return json === undefined
        ? { type: 'missing' }
        : { type: 'ok', json, more: false, told: () => {} };
    },
  } as unknown as GithubClient;
}

async function read(given: Record<string, unknown> | null) {
  const client = clientOf(given);
  const name = { identity: IDENTITY, owner: 'acme', name: 'shop' };
  const pass: RepositoryPass = {
    name,
    interest: {
      repository: IDENTITY,
      roles: ['source'],
      paths: ['', 'deploy'],
      revisions: [],
    },
    client,
    memory: new Memory(),
    state: {},
    pulse: 'now',
    deployments: 'now',
    url: URL,
    defaultBranch: 'main',
    head,
    history: { commits: 100, windowMs: 1e12 },
  };
  const items: ObservedItem[] = [];
  const take = async (observations: () => AsyncGenerator<Observation>) => {
    try {
      for await (const one of observations()) {
        items.push(...(one.type === 'observed' ? one.items : []));
      }
    } catch (error) {
      // That one part cannot be read is told as its problem.
      if (!(error instanceof SourceFailure || error instanceof BudgetSpent)) {
        throw error;
      }
    }
  };
  await take(async function* recent() {
    const query = { operation: 'recent', fragments: '', cost: 1 };
    const told = (await queryRepositories(client, [name], query)).get(IDENTITY);
    const { data } = Recent.safeParse(told?.type === 'ok' ? told.data : {});
    if (data) {
      yield* observeRecent(pass, data);
    }
  });
  const due = { recent: true, deep: true, revisions: true, runs: true };
  await take(() => observeRest(pass, { ...due, deployments: true }));
  await take(() => observeDeep(pass));
  return items;
}

/** All objects that are anywhere in a value. */
function objectsIn(value: unknown): any[] {
  return typeof value === 'object' && value !== null
    ? [value, ...Object.values(value).flatMap(objectsIn)]
    : [];
}

const isSuccess = ({ status, conclusion }: any) =>
  status === 'completed' && ['success', 'neutral'].includes(conclusion);

describeFuzz('GitHub', [
  {
    name: 'the answers of a repository',
    payloads: [answers],
    words: [
      ...['success', 'neutral', 'failure', 'completed', 'in_progress'],
      ...['SUCCESS', 'FAILURE', 'PENDING', 'MERGED', 'OPEN', 'INACTIVE'],
    ],
    read,
    says({ of, item }, given) {
      switch (of) {
        case 'status':
          return objectsIn(given.runs).some(
            one => item.key.endsWith(`/${one.id}`) && isSuccess(one),
          );
        case 'job':
          return objectsIn(given.jobs).some(isSuccess);
        case 'checks':
          return objectsIn(given).some(
            one => one.statusCheckRollup?.state === 'SUCCESS',
          );
        case 'merged':
          return objectsIn(given).some(one => one.state === 'MERGED');
        case 'outcome':
        case 'operation':
          return objectsIn(given.deployments).some(one =>
            /^(success|active)$/i.test(one.state),
          );
        default:
          // What runs is not observed.
          return false;
      }
    },
  },
]);
