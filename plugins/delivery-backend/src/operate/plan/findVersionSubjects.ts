import type {
  DeliverySource,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import type { EntityRecord } from '../../read/EntityRecord';
import type { OperationsConfig } from '../config/readOperations';
import type { ResolvedSubject } from '../subjects/ResolvedSubject';
import type { SubjectFinder } from '../subjects/SubjectFinder';
import type { PipelineRule } from '../versions/PipelineRule';
import { ruleOf } from '../versions/rulesOf';
import type { VersionRule } from '../versions/VersionRule';
import type { Wanted } from './findWanted';
import { runsOf } from './planRuns';

/** A target that a version is brought to, with the rule of how. */
export interface VersionSubject extends ResolvedSubject {
  target: TargetItem;
  rule: VersionRule | PipelineRule | { missingBecause: string };
}

/** Finds the targets that a version is brought to. */
export async function findVersionSubjects(
  record: EntityRecord,
  wanted: Wanted,
  {
    finder,
    sources,
    config,
  }: {
    finder: SubjectFinder;
    sources: readonly DeliverySource[];
    config: OperationsConfig;
  },
): Promise<VersionSubject[]> {
  const here = new Set(
    record.targets
      .filter(
        ({ link, stored: { item } }) =>
          link.environment === wanted.environment &&
          item.type !== 'infrastructure' &&
          !item.parent,
      )
      .map(({ stored }) => stored.id),
  );
  const all = (await finder.targets(record)).flatMap(each => {
    const { id, subject } = each;
    if (!here.has(id) || subject.kind !== 'target') {
      return [];
    }
    const rule = ruleOf(
      record.entity,
      wanted.environment,
      subject.target,
      config.versions,
    );
    return [{ ...each, target: subject.target, rule }];
  });
  const { targetIds } = wanted;
  return targetIds === undefined
    ? all
    : withCompanions(all, targetIds, wanted, record, sources);
}

/** A pipeline that is told the same for several targets brings the version to all of them, named or not. */
function withCompanions(
  all: readonly VersionSubject[],
  ids: readonly string[],
  wanted: Wanted,
  record: EntityRecord,
  sources: readonly DeliverySource[],
): VersionSubject[] {
  const piped = all.flatMap(({ id, target, rule }) =>
    'strategy' in rule && rule.strategy === 'pipeline'
      ? [{ id, target, rule }]
      : [],
  );
  const runs = runsOf(piped, wanted, record.entity, sources);
  const companions = Array.isArray(runs)
    ? runs
        .filter(({ targetIds }) => targetIds.some(id => ids.includes(id)))
        .flatMap(({ targetIds }) => targetIds)
    : [];
  const chosen = new Set([...ids, ...companions]);
  return all.filter(({ id }) => chosen.has(id));
}
