import {
  SourceFailure,
  type OperateContext,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { WriteAnswer, WriteCall, WriteClient } from '../api/WriteClient';
import type { RepositoryName } from '../graphql/queryRepositories';
import { RunSchema, type RunNode } from './schemas';
import { pathOf, type WorkflowPlace } from './WorkflowPlace';

const Repository = z.object({ default_branch: z.string().min(1) });
const File = z.object({
  type: z.literal('file'),
  encoding: z.literal('base64'),
  content: z.string(),
});
const Environments = z.object({
  environments: z.array(z.object({ name: z.string().min(1) })),
});
const Runs = z.object({ workflow_runs: z.array(z.unknown()) });
const Jobs = z.object({ jobs: z.array(z.unknown()) });
const Pending = z.array(
  z.object({ environment: z.object({ name: z.string().min(1) }) }),
);

const PAGE = 100;
/** A matrix makes 256 jobs at most. */
const JOB_PAGES = 3;

/** Runs of a workflow, newest first, and GitHub's clock. */
export interface RunList {
  /** Undefined for one that cannot be read. */
  runs: (RunNode | undefined)[];
  /** True where older ones are left out. */
  more: boolean;
  now: number;
}

/** Reads what an operation needs to know of workflows and runs. */
export class ActionsReader {
  constructor(
    private readonly client: WriteClient,
    private readonly context: Pick<OperateContext, 'signal'>,
  ) {}

  /** The login that we act as; undefined where it is not told. */
  login(name: RepositoryName): Promise<string | undefined> {
    return this.client.login(name, this.context);
  }

  async defaultBranch(name: RepositoryName): Promise<string> {
    const { json } = await this.#get(name, {
      asked: 'look a repository up',
      path: [],
      permission: 'metadata: read',
    });
    return shaped(Repository, json, `${name.identity} was`).default_branch;
  }

  /** The text of a workflow's file; undefined where there is none. */
  async workflowFile(
    place: WorkflowPlace,
    ref: string,
  ): Promise<string | undefined> {
    const { name } = place;
    const { status, json } = await this.#get(name, {
      asked: 'read a workflow',
      path: ['contents', ...pathOf(place).split('/')],
      query: { ref },
      permission: 'contents: read',
      accept: [404],
    });
    if (status === 404) {
      return undefined;
    }
    const { content } = shaped(File, json, `${pathOf(place)} was`);
    return Buffer.from(content, 'base64').toString('utf8');
  }

  /** The names of a repository's environments, at most 100; undefined where they may not be read. */
  async environments(name: RepositoryName): Promise<string[] | undefined> {
    const answer = await whereAllowed(
      this.#get(name, {
        asked: 'list environments',
        path: ['environments'],
        query: { per_page: PAGE },
        permission: 'actions: read',
      }),
    );
    return (
      answer &&
      shaped(Environments, answer.json, 'Environments were').environments.map(
        each => each.name,
      )
    );
  }

  /** The newest runs of a workflow. They are not asked for by a filter: GitHub finds those later than it lists them. */
  async runsOf({ name, file }: WorkflowPlace): Promise<RunList> {
    const { json, more, now } = await this.#get(name, {
      asked: 'list the runs of a workflow',
      path: ['actions', 'workflows', file, 'runs'],
      query: { per_page: PAGE },
      permission: 'actions: read',
    });
    const { workflow_runs: nodes } = shaped(Runs, json, 'Runs were');
    return {
      runs: nodes.map(node => RunSchema.safeParse(node).data),
      more,
      now,
    };
  }

  /** A run as its newest attempt has it. */
  async run(
    name: RepositoryName,
    id: string,
  ): Promise<{ run: RunNode; now: number }> {
    const { json, now } = await this.#get(name, {
      asked: 'look a run up',
      path: ['actions', 'runs', id],
      permission: 'actions: read',
    });
    return { run: shaped(RunSchema, json, `Run ${id} was`), now };
  }

  /** An earlier attempt of a run. */
  async attempt(
    name: RepositoryName,
    id: string,
    attempt: number,
  ): Promise<RunNode> {
    const { json } = await this.#get(name, {
      asked: 'look an attempt up',
      path: ['actions', 'runs', id, 'attempts', String(attempt)],
      permission: 'actions: read',
    });
    return shaped(RunSchema, json, `Attempt ${attempt} of run ${id} was`);
  }

  /** The jobs of an attempt, unread. */
  async jobs(
    name: RepositoryName,
    id: string,
    attempt: number,
  ): Promise<unknown[]> {
    const jobs: unknown[] = [];
    for (let page = 1; page <= JOB_PAGES; page += 1) {
      const { json, more } = await this.#get(name, {
        asked: 'list jobs',
        path: ['actions', 'runs', id, 'attempts', String(attempt), 'jobs'],
        query: { per_page: PAGE, page },
        permission: 'actions: read',
      });
      jobs.push(...shaped(Jobs, json, 'Jobs were').jobs);
      if (!more) {
        break;
      }
    }
    return jobs;
  }

  /** The environments whose rules a run waits for; none where that may not be read. */
  async waitsFor(name: RepositoryName, id: string): Promise<string[]> {
    const answer = await whereAllowed(
      this.#get(name, {
        asked: 'ask what a run waits for',
        path: ['actions', 'runs', id, 'pending_deployments'],
        permission: 'actions: read',
      }),
    );
    return (Pending.safeParse(answer?.json).data ?? []).map(
      ({ environment }) => environment.name,
    );
  }

  #get(name: RepositoryName, call: WriteCall): Promise<WriteAnswer> {
    return this.client.call(name, call, this.context);
  }
}

/** What is of use and not needed: undefined where it may not be read. */
async function whereAllowed<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof SourceFailure && error.kind === 'permission') {
      return undefined;
    }
    throw error;
  }
}

function shaped<T>(schema: z.ZodType<T>, json: unknown, what: string): T {
  const { data, success } = schema.safeParse(json);
  if (!success) {
    throw new SourceFailure('protocol', `${what} told in another shape`);
  }
  return data;
}
