import type { ResourceDetail } from '@throughline/plugin-delivery-common';
import {
  cleanMessage,
  MAX_BATCH,
  type DeliverySource,
  type Observation,
  type ObserveContext,
  type TargetItem,
} from '@throughline/plugin-delivery-node';
import type { OrganizationConfig } from '../config/readOrganization';
import { createOperators } from '../operate/createOperators';
import { HcpClient, NotVisible } from './HcpClient';
import {
  knowWorkspace,
  targetOf,
  WORKSPACE_INCLUDES,
  type KnownWorkspace,
} from './KnownWorkspace';
import { observeRuns, runsScope } from './observeRuns';
import { OrganizationMemory } from './OrganizationMemory';
import type { Included } from './Included';
import { Named, Workspace, WorkspaceResource } from './schemas';

const SCOPE = 'workspaces';
const MAX_RESOURCE_PAGES = 10;

/** The workspaces of one organization, and their runs. */
export class OrganizationSource implements DeliverySource {
  readonly system = 'terraform';
  readonly strategy = 'poll';
  readonly maxSilenceMs = 60_000;
  readonly observes = ['Workspace', 'Run'];
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly pollMs: number;
  readonly details: NonNullable<DeliverySource['details']>;
  /** Absent where the portal may only read. */
  readonly operators?: DeliverySource['operators'];

  constructor(
    private readonly config: OrganizationConfig,
    private readonly memory = new OrganizationMemory(),
  ) {
    this.id = `terraform:${config.name}`;
    this.title = config.title;
    this.url = `${config.url}/app/${config.organization}`;
    this.pollMs = config.pollMs;
    this.details = {
      resources: async ({ key }, { signal }) => ({
        kind: 'resources',
        resources: await this.#resources(key, signal),
      }),
    };
    if (config.operations) {
      this.operators = createOperators({
        client: () => this.#client(),
        url: this.url,
      });
    }
  }

  async *observe(context: ObserveContext): AsyncGenerator<Observation> {
    const client = this.#client(context.countCall);
    const workspaces = new Map<string, KnownWorkspace>();
    const unreadable = new Set<string>();
    yield* context.reason === 'hint'
      ? this.#observeHinted(client, context, workspaces)
      : this.#observeAll(client, context, workspaces, unreadable);
    yield* observeRuns(this.config.organization, workspaces, {
      client,
      memory: this.memory,
      signal: context.signal,
    });
    if (client.budget) {
      yield client.budget;
    }
    yield { type: 'alive' };
    if (context.reason !== 'hint') {
      yield* forgetRuns(context.cursor, [...workspaces.keys(), ...unreadable]);
    }
  }

  async *#observeAll(
    client: HcpClient,
    { signal }: ObserveContext,
    workspaces: Map<string, KnownWorkspace>,
    unreadable: Set<string>,
  ): AsyncGenerator<Observation> {
    yield { type: 'listing', scope: SCOPE };
    let number: number | undefined = 1;
    while (number !== undefined) {
      const page = await client.page(
        ['organizations', this.config.organization, 'workspaces'],
        { include: WORKSPACE_INCLUDES, sort: 'name' },
        signal,
        number,
      );
      yield* this.#tell(page.data, page.included, workspaces, unreadable);
      number = page.next;
    }
    yield { type: 'listed', scope: SCOPE };
  }

  /** A workspace that is hinted at and cannot be seen is left to the next whole pass. */
  async *#observeHinted(
    client: HcpClient,
    { signal, hints }: ObserveContext,
    workspaces: Map<string, KnownWorkspace>,
  ): AsyncGenerator<Observation> {
    for (const id of new Set(hints.map(({ subject }) => subject))) {
      try {
        const { data, included } = await client.one(
          ['workspaces', id],
          { include: WORKSPACE_INCLUDES },
          signal,
        );
        yield* this.#tell([data], included, workspaces);
      } catch (error) {
        if (!(error instanceof NotVisible)) {
          throw error;
        }
      }
    }
  }

  *#tell(
    objects: readonly unknown[],
    included: Included,
    workspaces: Map<string, KnownWorkspace>,
    unreadable?: Set<string>,
  ): Generator<Observation> {
    const items: TargetItem[] = [];
    for (const object of objects) {
      const workspace = Workspace.safeParse(object).data;
      if (!workspace) {
        const id = Named.safeParse(object).data?.id;
        if (id) {
          unreadable?.add(id);
        }
        yield malformed(id);
        continue;
      }
      const known = knowWorkspace(workspace, included, this.url);
      if (this.#isWanted(known)) {
        workspaces.set(workspace.id, known);
        items.push(targetOf(known));
      }
    }
    for (let at = 0; at < items.length; at += MAX_BATCH) {
      yield {
        type: 'observed',
        scope: SCOPE,
        items: items.slice(at, at + MAX_BATCH),
      };
    }
  }

  #isWanted({ projectName }: KnownWorkspace): boolean {
    const { projects } = this.config;
    return !projects || projects.has(projectName ?? '');
  }

  async #resources(
    workspaceId: string,
    signal: AbortSignal,
  ): Promise<ResourceDetail[]> {
    const client = this.#client();
    const resources: ResourceDetail[] = [];
    let number: number | undefined = 1;
    while (number !== undefined && number <= MAX_RESOURCE_PAGES) {
      const page = await client.page(
        ['workspaces', workspaceId, 'resources'],
        {},
        signal,
        number,
      );
      for (const object of page.data) {
        const resource = WorkspaceResource.safeParse(object).data?.attributes;
        if (resource) {
          resources.push({
            kind:
              cleanMessage(resource['provider-type'] ?? '', 100) || 'resource',
            name: cleanMessage(resource.address, 300),
          });
        }
      }
      number = page.next;
    }
    return resources;
  }

  #client(onCall?: ObserveContext['countCall']): HcpClient {
    return new HcpClient({ ...this.config, pace: this.memory.pace, onCall });
  }
}

/** The runs of workspaces that are gone are gone as well: the cursor holds those that there were. */
function* forgetRuns(
  cursor: string | undefined,
  present: readonly string[],
): Generator<Observation> {
  const kept = new Set(present);
  for (const id of cursor?.split('\n') ?? []) {
    if (!kept.has(id)) {
      yield { type: 'listing', scope: runsScope(id) };
      yield { type: 'listed', scope: runsScope(id) };
    }
  }
  const next = [...present].sort().join('\n');
  if (next !== cursor) {
    yield { type: 'checkpoint', cursor: next };
  }
}

function malformed(id: string | undefined): Observation {
  return {
    type: 'malformed',
    scope: SCOPE,
    item: {
      kind: 'target',
      ...(id && { key: id }),
      description: id ? `the workspace ${id}` : 'a workspace',
    },
    reason: 'it is not in the form of the API',
  };
}
