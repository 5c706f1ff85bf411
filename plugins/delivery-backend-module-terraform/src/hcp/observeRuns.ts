import type {
  DeploymentItem,
  Observation,
  RunItem,
} from '@throughline/plugin-delivery-node';
import { NotVisible, type HcpClient } from './HcpClient';
import type { KnownWorkspace } from './KnownWorkspace';
import type { OrganizationMemory } from './OrganizationMemory';
import { readFacts, type RunFacts } from './runFacts';
import { deploymentOf, runOf } from './runItems';
import { Named, Run, type RunObject } from './schemas';

const MAX_PAGES = 5;

/** The runs of one workspace, which vanish with it. */
export function runsScope(workspaceId: string): string {
  return `runs:${workspaceId}`;
}

/** What a run is looked up with. */
interface Look {
  client: HcpClient;
  memory: OrganizationMemory;
  signal: AbortSignal;
}

/**
 * The newest runs of the organization, as far back as the first that was told already and ended, with the current ones
 * of the workspaces. Runs are history and no listing: what is not among the newest has not vanished.
 */
export async function* observeRuns(
  organization: string,
  workspaces: ReadonlyMap<string, KnownWorkspace>,
  look: Look,
): AsyncGenerator<Observation> {
  const { client, memory, signal } = look;
  const told = new Set<string>();
  for (const known of workspaces.values()) {
    if (known.run && memory.isNews(known.run)) {
      told.add(known.run.id);
      yield* tell(known.run, known, look);
    }
  }
  let page: number | undefined = 1;
  while (page !== undefined && page <= MAX_PAGES && memory.listings.take()) {
    let listed: Awaited<ReturnType<HcpClient['page']>>;
    try {
      listed = await client.page(
        ['organizations', organization, 'runs'],
        {},
        signal,
        page,
      );
    } catch (error) {
      if (error instanceof NotVisible) {
        // Not every server has this list; the current runs are known without it.
        yield {
          type: 'problem',
          scope: 'runs:list',
          reason:
            'The server lists no runs of the organization to this token: only the current run of each workspace is known',
        };
        return;
      }
      throw error;
    }
    let hasNews = false;
    for (const object of listed.data) {
      const run = Run.safeParse(object).data;
      const id = Named.safeParse(object).data?.id;
      if (!run) {
        yield malformed(id);
        continue;
      }
      const known = workspaces.get(
        run.relationships?.workspace?.data?.id ?? '',
      );
      if (known && !told.has(run.id) && memory.isNews(run)) {
        hasNews = true;
        yield* tell(run, known, look);
      }
    }
    page = hasNews ? listed.next : undefined;
  }
  yield { type: 'problem', scope: 'runs:list' };
}

async function* tell(
  run: RunObject,
  known: KnownWorkspace,
  look: Look,
): AsyncGenerator<Observation> {
  const facts = await factsOf(run, look);
  const items: (RunItem | DeploymentItem)[] = [runOf(run, facts, known)];
  const deployment = deploymentOf(run, facts, known);
  if (deployment) {
    items.push(deployment);
  }
  yield { type: 'observed', scope: runsScope(known.workspace.id), items };
  look.memory.told(run);
}

/** Commit and author take a look of their own, once for each run. */
async function factsOf(
  run: RunObject,
  { client, memory, signal }: Look,
): Promise<RunFacts> {
  const known = memory.facts.get(run.id);
  if (known) {
    return known;
  }
  try {
    const { data, included } = await client.one(
      ['runs', run.id],
      { include: 'created_by,configuration_version.ingress_attributes' },
      signal,
    );
    const whole = Run.safeParse(data).data ?? run;
    const facts = readFacts(whole, included);
    memory.facts.set(run.id, facts);
    return facts;
  } catch (error) {
    if (error instanceof NotVisible) {
      return {};
    }
    throw error;
  }
}

function malformed(id: string | undefined): Observation {
  return {
    type: 'malformed',
    scope: 'runs:',
    item: {
      kind: 'run',
      ...(id && { key: id }),
      description: id ? `the run ${id}` : 'a run',
    },
    reason: 'it is not in the form of the API',
  };
}
