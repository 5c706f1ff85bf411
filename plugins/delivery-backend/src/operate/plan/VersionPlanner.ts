import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type {
  Lane,
  OperationInput,
  PipelineRunPlan,
} from '@throughline/plugin-delivery-common';
import type { DeliverySource } from '@throughline/plugin-delivery-node';
import type { PageBody } from '../../read/buildPage';
import type { EntityRecord } from '../../read/EntityRecord';
import type { HistoryReader } from '../../read/HistoryReader';
import type { LivePages } from '../../read/LivePages';
import type { Judge } from '../access/AccessJudge';
import type { OperationsConfig } from '../config/readOperations';
import { gatesOf, judgeAll } from '../gates';
import type { OperationStore } from '../records';
import type { SubjectFinder } from '../subjects/SubjectFinder';
import { addDeployment } from './addDeployment';
import { findWanted, type Wanted } from './findWanted';
import { gatherFacts, laneOf, targetsOf } from './gatherFacts';
import type { OperationDraft, Planner } from './OperationDraft';
import { findVersionSubjects } from './findVersionSubjects';
import { pipelineRefusal } from './pipelineRefusal';
import { planVersion } from './planVersion';
import type { PipelineStart, VersionOrder } from './VersionOrder';
import { undoneChanges } from './undoneChanges';
import {
  partialWarnings,
  sharedWarnings,
  undoneWarnings,
  unpinnedWarnings,
  writersOf,
  writerWarning,
} from './warnings';
import { versionRefusal } from './versionRefusal';
import { waveOf, wavesOf } from './wavesOf';

export interface VersionPlannerOptions {
  finder: SubjectFinder;
  pages: LivePages;
  history: HistoryReader;
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
    if (input.type === 'rollBack' && input.deploymentId !== undefined) {
      await addDeployment(record, input.deploymentId, this.options.history);
    }
    const wanted = findWanted(input, record, page);
    const lane = laneOf(page, wanted.environment);
    if (!lane) {
      throw new InputError(
        `Nothing of ${input.entityRef} runs in '${wanted.environment}'.`,
      );
    }
    const subjects = await findVersionSubjects(record, wanted, this.options);
    const targetIds = subjects.map(({ id }) => id);
    const refusal =
      wanted.refusedBecause ??
      versionRefusal(input, subjects, judge, lane) ??
      pipelineRefusal(wanted, subjects, lane);
    const built =
      refusal === undefined
        ? await planVersion(wanted, subjects, {
            record,
            writers: writersOf(record, subjects),
            sources: this.options.sources,
            context: { signal, logger: this.options.logger },
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
      'order' in built
        ? {
            ...built.order,
            waves: wavesOf(
              subjects,
              this.options.config.waves.get(wanted.environment),
              built.order.runs,
            ),
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
        changes: 'changes' in built ? built.changes : [],
        ...(order ? { delivery: order.write } : {}),
        ...(order?.runs ? { runs: order.runs.map(runPlan) } : {}),
        gates,
        approvalsNeeded:
          this.options.config.gates.get(wanted.environment)?.approvals ?? 0,
        warnings: [
          ...sharedWarnings(subjects),
          ...partialWarnings(input, subjects),
          ...writersOf(record, subjects).map(writerWarning(input)),
          ...('changes' in built ? unpinnedWarnings(input, built.changes) : []),
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

function fromOf(id: string, lane: Lane): { from?: string } {
  const label = lane.targets.find(target => target.id === id)?.version?.label;
  return label ? { from: label } : {};
}

function runPlan({
  name,
  sourceId,
  parameters,
}: PipelineStart): PipelineRunPlan {
  return { name, sourceId, parameters };
}
