import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  DELIVERY_ANNOTATIONS as A,
  type EntityMetrics,
  type MeasuredBy,
} from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  type DeliverySource,
  type MetricsRequest,
} from '@throughline/plugin-delivery-node';
import { PageModel } from './buildPage';
import type { MetricsTime } from './DeliveryService';
import { isFull, type EntityRecord } from './EntityRecord';
import type { RecordLoader } from './RecordLoader';
import { withDeadline } from './withDeadline';

const DEADLINE_MS = 10_000;
const LONGEST_SECONDS = 24 * 3600;

type Measuring = DeliverySource & Required<Pick<DeliverySource, 'measure'>>;

/** Asks monitoring systems for the metrics of an entity, live. One that does not answer costs itself. */
export class MetricsReader {
  readonly #sources: readonly Measuring[];

  constructor(
    private readonly options: {
      loader: RecordLoader;
      sources: readonly DeliverySource[];
      logger: LoggerService;
      deadlineMs?: number;
    },
  ) {
    this.#sources = options.sources.filter(
      (each): each is Measuring => each.measure !== undefined,
    );
  }

  /** Ids of the sources that can be asked. */
  get sourceIds(): string[] {
    return this.#sources.map(({ id }) => id);
  }

  async read(ref: string, time: MetricsTime): Promise<EntityMetrics> {
    const { environment, from, to } = time;
    if (to <= from || to - from > LONGEST_SECONDS) {
      throw new InputError(
        "'from' must lie before 'to', and no more than a day before it.",
      );
    }
    const record = await this.options.loader.load(ref);
    if (!record) {
      throw new NotFoundError(`There is no entity '${ref}' here`);
    }
    const { service } = record.claims;
    if (service === undefined) {
      throw new InputError(
        `Nothing confirms what monitoring systems call this entity: see delivery.linking.trust.services.`,
      );
    }
    const request = { ...placeOf(record, environment), service, from, to };
    return {
      environment,
      from,
      to,
      measured: await Promise.all(
        this.#sources.map(source => this.#ask(source, request)),
      ),
      deployments: deploymentsOf(record, time),
    };
  }

  async #ask(source: Measuring, request: MetricsRequest): Promise<MeasuredBy> {
    const deadlineMs = this.options.deadlineMs ?? DEADLINE_MS;
    const { id: sourceId, title } = source;
    try {
      const series = await withDeadline(
        deadlineMs,
        signal =>
          source.measure(request, { signal, logger: this.options.logger }),
        () =>
          new SourceFailure(
            'timeout',
            `it did not answer within ${deadlineMs / 1000} s`,
          ),
      );
      return { sourceId, title, series };
    } catch (error) {
      if (!(error instanceof SourceFailure)) {
        this.options.logger.error(
          `The metrics of ${sourceId} could not be read`,
          error as Error,
        );
      }
      const { kind, message } =
        error instanceof SourceFailure
          ? error
          : { kind: 'internal' as const, message: 'it could not be asked' };
      return { sourceId, title, series: [], error: { kind, message } };
    }
  }
}

/** Where it runs, as far as its targets agree. */
function placeOf(
  record: EntityRecord,
  environment: string,
): Pick<MetricsRequest, 'environment' | 'namespace' | 'cluster' | 'queries'> {
  const items = record.targets
    .filter(each => isFull(each) && each.link.environment === environment)
    .map(({ stored }) => stored.item);
  const namespace = only(
    items.flatMap(each => each.destinationNamespace ?? each.namespace ?? []),
  );
  const cluster = only(items.flatMap(each => each.cluster?.name ?? []));
  const queries = record.entity.annotations[A.metricsQueries]?.trim();
  return {
    environment,
    ...(namespace ? { namespace } : {}),
    ...(cluster ? { cluster } : {}),
    ...(queries ? { queries } : {}),
  };
}

function only(words: readonly string[]): string | undefined {
  return new Set(words).size === 1 ? words[0] : undefined;
}

function deploymentsOf(
  record: EntityRecord,
  { environment, from, to }: MetricsTime,
): EntityMetrics['deployments'] {
  const { resolver } = new PageModel(record);
  return record.deployments.flatMap((deployment, index) => {
    const target = record.targets.find(
      ({ stored }) => stored.id === deployment.targetId,
    );
    const { startedAt, finishedAt, outcome } = deployment.item;
    const at = Math.round(Date.parse(startedAt ?? finishedAt ?? '') / 1000);
    if (!target || target.link.environment !== environment) {
      return [];
    }
    if (Number.isNaN(at) || at < from || at > to) {
      return [];
    }
    const before = record.deployments
      .slice(index + 1)
      .find(each => each.targetId === deployment.targetId);
    const version = resolver.ofDeployment(deployment, target, before);
    return [{ at, label: version?.label ?? target.stored.item.name, outcome }];
  });
}
