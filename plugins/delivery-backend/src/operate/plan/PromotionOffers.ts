import type {
  EntityOperations,
  Lane,
  OperationOffer,
} from '@throughline/plugin-delivery-common';
import type { DeliverySource } from '@throughline/plugin-delivery-node';
import type { EntityRecord } from '../../read/EntityRecord';
import type { LivePages } from '../../read/LivePages';
import type { Judge } from '../access/AccessJudge';
import type { OperationsConfig } from '../config/readOperations';
import type { ResolvedSubject } from '../subjects/ResolvedSubject';
import type { SubjectFinder } from '../subjects/SubjectFinder';
import { ruleOf } from '../versions/rulesOf';
import { findWanted } from './findWanted';
import { runnerOf } from './runnerOf';
import { writerFor } from './writerFor';

/** Says which versions can be promoted or rolled back, without asking anybody upstream. */
export class PromotionOffers {
  constructor(
    private readonly options: {
      finder: SubjectFinder;
      pages: LivePages;
      sources: readonly DeliverySource[];
      config: OperationsConfig;
    },
  ) {}

  async read(
    record: EntityRecord,
    judge: Judge,
  ): Promise<{
    promotions: EntityOperations['promotions'];
    /** Environments whose targets have no rule of where the version lives. */
    withoutRule: string[];
    rollBacks: Record<string, OperationOffer>;
  }> {
    const page = await this.options.pages
      .get(record.entity.ref)
      .catch(() => undefined);
    if (!page) {
      return { promotions: [], withoutRule: [], rollBacks: {} };
    }
    const subjects = await this.options.finder.targets(record);
    const promotions: EntityOperations['promotions'] = [];
    const withoutRule: string[] = [];
    const rollBacks: Record<string, OperationOffer> = {};
    for (const lane of page.lanes) {
      const here = subjects.filter(({ id }) =>
        lane.targets.some(
          target => target.id === id && target.type !== 'infrastructure',
        ),
      );
      const missing = this.#missing(record, lane, here);
      for (const each of missing === undefined ? here : []) {
        rollBacks[each.id] = offerOf('rollBack', each.resources, judge);
      }
      const { name } = lane.environment;
      if (missing?.noRule) {
        withoutRule.push(name);
      }
      const wanted = findWanted(
        {
          type: 'promote',
          entityRef: record.entity.ref,
          environment: name,
          idempotencyKey: 'offer',
        },
        record,
        page,
      );
      if (wanted.fromEnvironment && here.length > 0) {
        const objection =
          wanted.refusedBecause ??
          missing?.reason ??
          offerOf(
            'promote',
            here.flatMap(({ resources }) => resources),
            judge,
          ).disabledBecause;
        promotions.push({
          environment: name,
          fromEnvironment: wanted.fromEnvironment,
          ...(wanted.version ? { to: wanted.label } : {}),
          offer: {
            type: 'promote',
            ...(objection ? { disabledBecause: objection } : {}),
          },
          gates: [],
        });
      }
    }
    return { promotions, withoutRule, rollBacks };
  }

  /** Why versions of a lane cannot be written. */
  #missing(
    record: EntityRecord,
    lane: Lane,
    subjects: readonly ResolvedSubject[],
  ): { reason: string; noRule?: boolean } | undefined {
    for (const { subject } of subjects) {
      if (subject.kind === 'target') {
        const rule = ruleOf(
          record.entity,
          lane.environment.name,
          subject.target,
          this.options.config.versions,
        );
        if ('missingBecause' in rule) {
          return { reason: rule.missingBecause, noRule: true };
        }
        const { sources } = this.options;
        const writer =
          rule.strategy === 'pipeline'
            ? runnerOf(rule, sources)
            : writerFor(rule.repository, sources);
        if ('reason' in writer) {
          return { reason: writer.reason };
        }
      }
    }
    return undefined;
  }
}

function offerOf(
  type: 'promote' | 'rollBack',
  resources: ResolvedSubject['resources'],
  judge: Judge,
): OperationOffer {
  const objection = resources
    .map(each => judge.objection(type, each))
    .find(Boolean);
  return { type, ...(objection ? { disabledBecause: objection } : {}) };
}
