import {
  type EntityOperations,
  type OperationOffer,
  type OperationType,
} from '@throughline/plugin-delivery-common';
import type { Judge } from './access/AccessJudge';
import { refusalOf } from './plan/DirectPlanner';
import type { PromotionOffers } from './plan/PromotionOffers';
import type { OperationStore } from './records';
import { operatorsOf, type ResolvedSubject } from './subjects/ResolvedSubject';
import type { SubjectFinder } from './subjects/SubjectFinder';
import { viewOf } from './viewOf';

/** How many operations that have ended a page shows. */
const ENDED = 10;

/** Says what the page of an entity offers to somebody: a button for each, and why those are off that are. */
export class OffersReader {
  constructor(
    private readonly options: {
      finder: SubjectFinder;
      store: OperationStore;
      promotions: PromotionOffers;
    },
  ) {}

  async read(entityRef: string, judge: Judge): Promise<EntityOperations> {
    const { finder, store } = this.options;
    const record = await finder.record(entityRef);
    const offersOf = (subjects: readonly ResolvedSubject[]) =>
      Object.fromEntries(
        subjects
          .map(each => [each.id, offers(each, judge)] as const)
          .filter(([, all]) => all.length > 0),
      );
    const operations = await store.ofEntity(entityRef, ENDED);
    const targets = await finder.targets(record);
    const versions = await this.options.promotions.read(record, judge);
    return {
      entityRef,
      targets: withRollBacks(offersOf(targets), versions.rollBacks),
      runs: offersOf(finder.runs(record)),
      pipelines: finder.pipelines(record).flatMap(pipeline => {
        const run = offers(pipeline, judge).find(
          each => each.type === 'runPipeline',
        );
        return run
          ? [
              {
                id: pipeline.id,
                sourceId: pipeline.source.id,
                name: pipeline.name,
                offer: run,
              },
            ]
          : [];
      }),
      promotions: versions.promotions,
      withoutVersionRule: versions.withoutRule,
      pins: await store.pins(entityRef),
      operations: operations.map(each => viewOf(each, judge)),
    };
  }
}

/** The targets that can be rolled back have an offer of that as well. */
function withRollBacks(
  targets: Record<string, OperationOffer[]>,
  rollBacks: Readonly<Record<string, OperationOffer>>,
): Record<string, OperationOffer[]> {
  const all = { ...targets };
  for (const [id, rollBack] of Object.entries(rollBacks)) {
    all[id] = [...(all[id] ?? []), rollBack];
  }
  return all;
}

function offers(subject: ResolvedSubject, judge: Judge): OperationOffer[] {
  return operatorsOf(subject).map(({ operation }) =>
    offer(operation, subject, judge),
  );
}

function offer(
  type: OperationType,
  subject: ResolvedSubject,
  judge: Judge,
): OperationOffer {
  const disabledBecause = refusalOf(type, [subject], judge);
  return { type, ...(disabledBecause ? { disabledBecause } : {}) };
}
