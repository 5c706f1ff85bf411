import {
  SourceFailure,
  type DeliverySource,
  type Observation,
  type ObserveContext,
} from '@throughline/plugin-delivery-node';
import type { PublishedConfig } from '../config/readPublished';
import { PUBLISHED } from '../config/readTerraformConfig';
import { PublishedEntry } from './PublishedEntry';
import { resourcesOf } from './resourcesOf';
import { targetOf } from './targetOf';
import { UnreadableDocument } from './UnreadableDocument';

const PARALLEL = 8;

type Look =
  | { entry: PublishedEntry; observations: Observation[] }
  | { entry: PublishedEntry; failure: SourceFailure };

/** What pipelines publish of their workspaces. Each has a scope of its own, so that one that fails costs itself. */
export class PublishedSource implements DeliverySource {
  readonly system = 'terraform';
  readonly id = `terraform:${PUBLISHED}`;
  readonly title = 'Published Terraform plans';
  readonly strategy = 'poll';
  readonly maxSilenceMs = 120_000;
  readonly observes = ['Workspace'];
  readonly pollMs: number;
  readonly details: NonNullable<DeliverySource['details']>;
  readonly #entries: PublishedEntry[];

  constructor(published: readonly PublishedConfig[]) {
    this.#entries = published.map(config => new PublishedEntry(config));
    this.pollMs = Math.min(...published.map(({ pollMs }) => pollMs));
    this.details = {
      resources: async ({ key }, { signal }) => {
        const entry = this.#entries.find(({ config }) => config.key === key);
        if (!entry) {
          throw new SourceFailure(
            'configuration',
            'The workspace is not among the published ones any more',
          );
        }
        return {
          kind: 'resources',
          resources: resourcesOf(await entry.fetch({ signal })),
        };
      },
    };
  }

  async *observe(context: ObserveContext): AsyncGenerator<Observation> {
    const now = Date.now();
    const due = this.#entries.filter(
      entry => context.reason !== 'scheduled' || entry.isDue(now),
    );
    const failures: SourceFailure[] = [];
    for (let at = 0; at < due.length; at += PARALLEL) {
      const group = due.slice(at, at + PARALLEL);
      for (const look of await Promise.all(
        group.map(entry => this.#look(entry, context)),
      )) {
        if ('failure' in look) {
          failures.push(look.failure);
          yield {
            type: 'problem',
            scope: look.entry.scope,
            reason: look.failure.message,
          };
        } else {
          yield* look.observations;
        }
      }
    }
    if (due.length > 0 && failures.length === due.length) {
      throw failures[0];
    }
    yield { type: 'alive' };
    yield* this.#forget(context.cursor);
  }

  async #look(entry: PublishedEntry, context: ObserveContext): Promise<Look> {
    const { scope, config } = entry;
    try {
      const item = targetOf(config, await entry.fetch(context), Date.now());
      return {
        entry,
        observations: [
          { type: 'problem', scope },
          { type: 'listing', scope },
          { type: 'observed', scope, items: [item] },
          { type: 'listed', scope },
        ],
      };
    } catch (error) {
      if (error instanceof UnreadableDocument) {
        const item = {
          kind: 'target' as const,
          key: config.key,
          description: `the workspace ${config.key}`,
        };
        return {
          entry,
          observations: [
            { type: 'problem', scope },
            { type: 'malformed', scope, item, reason: error.message },
          ],
        };
      }
      if (error instanceof SourceFailure && !context.signal.aborted) {
        return { entry, failure: error };
      }
      throw error;
    }
  }

  /** What the configuration does not name any more is gone: the cursor holds what it named. */
  *#forget(cursor: string | undefined): Generator<Observation> {
    const scopes = this.#entries.map(({ scope }) => scope).sort();
    for (const scope of cursor?.split('\n') ?? []) {
      if (!scopes.includes(scope)) {
        yield { type: 'problem', scope };
        yield { type: 'listing', scope };
        yield { type: 'listed', scope };
      }
    }
    const next = scopes.join('\n');
    if (next !== cursor) {
      yield { type: 'checkpoint', cursor: next };
    }
  }
}
