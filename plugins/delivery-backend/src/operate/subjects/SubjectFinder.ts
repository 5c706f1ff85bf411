import { NotFoundError } from '@backstage/errors';
import type { OperationInput } from '@throughline/plugin-delivery-common';
import type {
  DeliverySource,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import type { Knex } from 'knex';
import type { EnvironmentRule } from '../../config/environments';
import type { EntityFacts } from '../../link/EntityFacts';
import {
  isFull,
  type EntityRecord,
  type LinkedTarget,
} from '../../read/EntityRecord';
import { runAccess } from '../../read/runAccess';
import type { RecordLoader } from '../../read/RecordLoader';
import type { EntityRow } from '../../read/rows';
import type { Stored } from '../../store/ObservationReader';
import type { TargetResource } from '../access/TargetResource';
import { pipelinesOf } from './pipelinesOf';
import type { ResolvedSubject } from './ResolvedSubject';

/** Finds what operations act on, by the ids that pages were given. */
export class SubjectFinder {
  readonly #sources: ReadonlyMap<string, DeliverySource>;
  readonly #production: ReadonlySet<string>;

  constructor(
    private readonly options: {
      knex: Knex;
      loader: RecordLoader;
      sources: readonly DeliverySource[];
      environments: readonly EnvironmentRule[];
    },
  ) {
    this.#sources = new Map(options.sources.map(each => [each.id, each]));
    this.#production = new Set(
      options.environments
        .filter(each => each.production)
        .map(each => each.name),
    );
  }

  /** @throws NotFoundError where the entity is not known */
  async record(entityRef: string): Promise<EntityRecord> {
    const record = await this.options.loader.load(entityRef);
    if (!record) {
      throw new NotFoundError(`There is no entity '${entityRef}' here`);
    }
    return record;
  }

  /**
   * Finds what an input names.
   *
   * @throws NotFoundError where an id is none of the entity's: ids of others, made-up ones and gone ones alike
   */
  async find(
    input: OperationInput,
    record: EntityRecord,
  ): Promise<ResolvedSubject[]> {
    if (input.runId !== undefined) {
      return [this.#run(record, input.runId)];
    }
    if (input.pipelineId !== undefined) {
      const all = this.pipelines(record);
      return [found(all, input.pipelineId, 'pipeline')];
    }
    const all = await this.targets(record);
    return [...new Set(input.targetIds ?? [])].map(id =>
      found(all, id, 'target'),
    );
  }

  /** All targets of an entity and the workloads that are shown with them. */
  async targets(record: EntityRecord): Promise<ResolvedSubject[]> {
    const owners = await this.#entities(
      record.targets.flatMap(each => each.sharedWith),
    );
    return record.targets.flatMap(target =>
      [target.stored, ...target.workloads].flatMap(stored =>
        this.#target(record, target, stored, owners),
      ),
    );
  }

  /** The runs of an entity that are known at present. */
  runs(record: EntityRecord): ResolvedSubject[] {
    const accessTo = runAccess(record);
    return record.runs.flatMap(run => {
      const source = this.#sources.get(run.sourceId);
      return source
        ? [
            {
              id: run.id,
              name: run.item.pipeline,
              source,
              subject: { kind: 'run' as const, run: run.item },
              resources: [
                {
                  ...this.#pipelineResource(record, run.sourceId),
                  pipeline: run.item.pipeline,
                  trusted: accessTo(run) === 'full',
                },
              ],
            },
          ]
        : [];
    });
  }

  /** The pipelines of an entity. */
  pipelines(record: EntityRecord): ResolvedSubject[] {
    return pipelinesOf(record).flatMap(each => {
      const source = this.#sources.get(each.sourceId);
      return source
        ? [
            {
              id: each.id,
              name: each.name,
              source,
              subject: each.subject,
              resources: [
                {
                  ...this.#pipelineResource(record, each.sourceId),
                  pipeline: each.name,
                  trusted: each.trusted,
                },
              ],
            },
          ]
        : [];
    });
  }

  #run(record: EntityRecord, id: string): ResolvedSubject {
    return found(this.runs(record), id, 'run');
  }

  #target(
    record: EntityRecord,
    target: LinkedTarget,
    stored: Stored<TargetItem>,
    owners: ReadonlyMap<string, EntityFacts>,
  ): ResolvedSubject[] {
    const source = this.#sources.get(stored.sourceId);
    if (!source) {
      return [];
    }
    const { environment } = target.link;
    const entities = [
      record.entity,
      // One that is not known any more has nobody who could allow it.
      ...target.sharedWith.map(ref => owners.get(ref) ?? { ref }),
    ] as Pick<EntityFacts, 'ref' | 'owner'>[];
    const resources = entities.map(
      (entity): TargetResource => ({
        entityRef: entity.ref,
        ...(entity.owner ? { owner: entity.owner } : {}),
        ...(environment ? { environment } : {}),
        production:
          environment === undefined || this.#production.has(environment),
        sourceId: stored.sourceId,
        targetKind: stored.item.resource,
        targetId: stored.id,
        trusted: isFull(target),
      }),
    );
    return [
      {
        id: stored.id,
        name: stored.item.name,
        source,
        subject: { kind: 'target', target: stored.item },
        resources,
      },
    ];
  }

  #pipelineResource(
    { entity }: EntityRecord,
    sourceId: string,
  ): Omit<TargetResource, 'pipeline' | 'trusted'> {
    return {
      entityRef: entity.ref,
      ...(entity.owner ? { owner: entity.owner } : {}),
      production: false,
      sourceId,
    };
  }

  async #entities(
    refs: readonly string[],
  ): Promise<ReadonlyMap<string, EntityFacts>> {
    const rows = await this.options
      .knex<EntityRow>('entities')
      .whereIn('ref', [...new Set(refs)])
      .select('ref', 'data');
    return new Map(
      rows.map(({ ref, data }) => [ref, JSON.parse(data) as EntityFacts]),
    );
  }
}

function found(
  all: readonly ResolvedSubject[],
  id: string,
  what: string,
): ResolvedSubject {
  const subject = all.find(each => each.id === id);
  if (!subject) {
    throw new NotFoundError(
      `The entity has no ${what} of this id. Load the page again: it may be gone.`,
    );
  }
  return subject;
}
