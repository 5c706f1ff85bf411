import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type {
  AutomatedWriter,
  FileChange,
  Lane,
  OperationInput,
} from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  type DeliverySource,
  type OperateContext,
} from '@throughline/plugin-delivery-node';
import type { PageBody } from '../../read/buildPage';
import type { EntityRecord } from '../../read/EntityRecord';
import type { LivePages } from '../../read/LivePages';
import type { Judge } from '../access/AccessJudge';
import type { OperationsConfig } from '../config/readOperations';
import { gatesOf, judgeAll } from '../gates';
import type { OperationStore } from '../records';
import type { ResolvedSubject } from '../subjects/ResolvedSubject';
import type { SubjectFinder } from '../subjects/SubjectFinder';
import { ruleOf } from '../versions/rulesOf';
import type { VersionRule, WantedVersion } from '../versions/VersionRule';
import { findWanted, type Wanted } from './findWanted';
import { gatherFacts, laneOf, targetsOf } from './gatherFacts';
import type { OperationDraft, Planner } from './OperationDraft';
import { byRepository, repositoryKey } from './byRepository';
import { makeEdits, type TargetEdit } from './VersionEdits';
import type { VersionOrder } from './VersionOrder';
import { undoneChanges } from './undoneChanges';
import {
  sharedWarnings,
  undoneWarnings,
  writersOf,
  writerWarning,
} from './warnings';
import { versionRefusal } from './versionRefusal';
import { waveOf, wavesOf } from './wavesOf';
import { writerFor } from './writerFor';

export interface VersionPlannerOptions {
  finder: SubjectFinder;
  pages: LivePages;
  store: OperationStore;
  sources: readonly DeliverySource[];
  config: OperationsConfig;
  logger: LoggerService;
}

/** Works out what a promotion or a roll back would write, and what must hold before it does. */
export class VersionPlanner implements Planner {
  constructor(private readonly options: VersionPlannerOptions) {}

  handles({ type }: OperationInput): boolean {
    return type === 'promote' || type === 'rollBack' || type === 'unpin';
  }

  async draft(
    input: OperationInput,
    record: EntityRecord,
    judge: Judge,
    signal: AbortSignal,
  ): Promise<OperationDraft> {
    const page = await this.options.pages.get(input.entityRef);
    const wanted = findWanted(input, record, page);
    const lane = laneOf(page, wanted.environment);
    if (!lane) {
      throw new InputError(
        `Nothing of ${input.entityRef} runs in '${wanted.environment}'.`,
      );
    }
    const subjects = await this.#subjects(record, wanted);
    const targetIds = subjects.map(({ id }) => id);
    const refusal =
      wanted.refusedBecause ?? versionRefusal(input, subjects, judge, lane);
    const built =
      refusal === undefined
        ? await this.#edits(record, wanted, subjects, {
            signal,
            logger: this.options.logger,
          })
        : { refusedBecause: refusal };
    const gates = await this.#gates(
      input,
      record,
      page,
      wanted,
      targetIds,
      judge,
    );
    const resources = subjects.flatMap(each => each.resources);
    const order: VersionOrder | undefined =
      'edits' in built
        ? {
            edits: built.edits,
            before: built.before,
            heads: built.heads,
            waves: wavesOf(
              subjects,
              this.options.config.waves.get(wanted.environment),
            ),
            write: built.edits[0].rule.write,
            label: wanted.label,
            wanted: wanted.wanted,
            ...(wanted.fromEnvironment
              ? { fromEnvironment: wanted.fromEnvironment }
              : {}),
            ...(wanted.version ? { version: wanted.version } : {}),
          }
        : undefined;
    const from = lane.versions.map(({ label }) => label).join(', ');
    return {
      order: {
        gated: true,
        resources,
        ...(from ? { from } : {}),
        to: wanted.label,
        ...(order ? { details: order } : {}),
      },
      plan: {
        type: input.type,
        entityRef: input.entityRef,
        environment: wanted.environment,
        ...(from ? { from } : {}),
        to: wanted.label,
        targets: subjects.map(each => ({
          id: each.id,
          sourceId: each.source.id,
          name: each.name,
          state: 'pending',
          ...waveOf(each.id, order),
          ...fromOf(each.id, lane),
          to: wanted.label,
        })),
        changes: 'edits' in built ? built.changes : [],
        ...(order ? { delivery: order.write } : {}),
        gates,
        approvalsNeeded:
          this.options.config.gates.get(wanted.environment)?.approvals ?? 0,
        warnings: [
          ...sharedWarnings(subjects),
          ...writersOf(record, subjects).map(writerWarning(input)),
          ...undoneWarnings(
            input,
            undoneChanges(record, targetsOf(lane, targetIds), wanted.version),
          ),
        ],
        ...('refusedBecause' in built
          ? { refusedBecause: built.refusedBecause }
          : {}),
        parameters: [],
        mayBreakGlass: resources.every(
          each => judge.objection('breakGlass', each) === undefined,
        ),
      },
    };
  }

  /** The targets of the environment that a version is written for. */
  async #subjects(
    record: EntityRecord,
    wanted: Wanted,
  ): Promise<ResolvedSubject[]> {
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
    const all = await this.options.finder.targets(record);
    return all.filter(
      ({ id }) =>
        here.has(id) &&
        (wanted.targetIds === undefined || wanted.targetIds.includes(id)),
    );
  }

  async #edits(
    record: EntityRecord,
    wanted: Wanted,
    subjects: readonly ResolvedSubject[],
    context: OperateContext,
  ): Promise<
    | {
        edits: TargetEdit[];
        changes: FileChange[];
        before: Record<string, string>;
        heads: Record<string, string>;
      }
    | { refusedBecause: string }
  > {
    const pinning = pinningOf(wanted, writersOf(record, subjects));
    const edits: TargetEdit[] = [];
    for (const { id, subject } of subjects) {
      if (subject.kind === 'target') {
        const rule = ruleOf(
          record.entity,
          wanted.environment,
          subject.target,
          this.options.config.versions,
        );
        if ('missingBecause' in rule) {
          return { refusedBecause: rule.missingBecause };
        }
        const restore = wanted.restore?.(subject.target, rule);
        edits.push({
          targetId: id,
          rule: withImage(rule, wanted.wanted),
          wanted: wanted.wanted,
          ...(restore ? { restore } : {}),
          ...(pinning ? { pinning } : {}),
        });
      }
    }
    try {
      const changes: FileChange[] = [];
      const before: Record<string, string> = {};
      const heads: Record<string, string> = {};
      for (const group of byRepository(edits)) {
        const writer = writerFor(
          group[0].rule.repository,
          this.options.sources,
        );
        if (!('head' in writer)) {
          return { refusedBecause: writer.reason };
        }
        const result = await makeEdits(group, writer, context);
        changes.push(...result.changes);
        Object.assign(before, result.before);
        heads[repositoryKey(group[0].rule)] = result.head;
      }
      return changes.length > 0
        ? { edits, changes, before, heads }
        : {
            refusedBecause:
              wanted.pinning === 'unpin'
                ? 'nothing is pinned there'
                : `Git asks for ${wanted.label} there already; what runs is for the controller to bring in line`,
          };
    } catch (error) {
      if (error instanceof SourceFailure) {
        return { refusedBecause: error.message };
      }
      throw error;
    }
  }

  async #gates(
    input: OperationInput,
    record: EntityRecord,
    page: PageBody,
    wanted: Wanted,
    targetIds: readonly string[],
    judge: Judge,
  ) {
    const { config, pages, store } = this.options;
    const facts = await gatherFacts({
      type: input.type,
      targetIds,
      record,
      page,
      pages,
      environment: wanted.environment,
      requester: judge.asker.ref,
      approvals: [],
      freeze: await store.freeze(),
      now: Date.now(),
      ...(wanted.fromEnvironment
        ? { fromEnvironment: wanted.fromEnvironment }
        : {}),
      ...(wanted.version ? { version: wanted.version } : {}),
    });
    return judgeAll(gatesOf(input.type, wanted.environment, config), facts);
  }
}

function pinningOf(
  { pinning }: Wanted,
  writers: readonly AutomatedWriter[],
): TargetEdit['pinning'] {
  return pinning === 'pin' && writers.length === 0 ? undefined : pinning;
}

function fromOf(id: string, lane: Lane): { from?: string } {
  const label = lane.targets.find(target => target.id === id)?.version?.label;
  return label ? { from: label } : {};
}

/** A kustomization's entry is found by the image where the rule names none. */
function withImage(rule: VersionRule, wanted: WantedVersion): VersionRule {
  return rule.strategy === 'kustomizeImages' &&
    rule.image === undefined &&
    wanted.repository
    ? { ...rule, image: wanted.repository }
    : rule;
}
