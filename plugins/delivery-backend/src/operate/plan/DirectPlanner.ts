import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  type GateVerdict,
  type OperationInput,
  type OperationParameter,
  type OperationType,
} from '@throughline/plugin-delivery-common';
import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { EntityRecord } from '../../read/EntityRecord';
import type { Judge } from '../access/AccessJudge';
import { judgeFreezes, type FreezeWindow } from '../gates';
import type { OperationStore } from '../records';
import { operatorOf, type ResolvedSubject } from '../subjects/ResolvedSubject';
import type { SubjectFinder } from '../subjects/SubjectFinder';
import type { OperationDraft, Planner } from './OperationDraft';
import { checkParameters } from './checkParameters';

/** What changes nothing that runs, or stops something: no freeze stands in its way. */
const UNFROZEN: readonly OperationType[] = [
  'refresh',
  'hardRefresh',
  'terminate',
  'suspend',
  'abortRollout',
  'cancelRun',
  'plan',
];

/** More than this at once is a mistake, or a script's. */
const MAX_TARGETS = 50;

/** Works out what a source would do by itself. */
export class DirectPlanner implements Planner {
  constructor(
    private readonly options: {
      finder: SubjectFinder;
      store: OperationStore;
      freezes: readonly FreezeWindow[];
      logger: LoggerService;
    },
  ) {}

  handles({ type }: OperationInput): boolean {
    return !['promote', 'rollBack', 'unpin'].includes(type);
  }

  async draft(
    input: OperationInput,
    record: EntityRecord,
    judge: Judge,
    signal: AbortSignal,
  ): Promise<OperationDraft> {
    const subjects = await this.options.finder.find(input, record);
    if (subjects.length === 0 || subjects.length > MAX_TARGETS) {
      throw new InputError(
        `Name at least one target and at most ${MAX_TARGETS}, by the ids that the page has.`,
      );
    }
    const refusal = refusalOf(input.type, subjects, judge);
    const environment = subjects[0].resources[0].environment;
    const form =
      refusal === undefined
        ? await this.#parameters(input.type, subjects, signal)
        : { refusedBecause: refusal };
    const parameters = 'fields' in form ? form.fields : [];
    const refusedBecause = 'fields' in form ? undefined : form.refusedBecause;
    if (refusedBecause === undefined) {
      checkParameters(input.parameters ?? {}, parameters);
    }
    return {
      order: {
        gated: false,
        resources: subjects.flatMap(({ resources }) => resources),
      },
      plan: {
        type: input.type,
        entityRef: input.entityRef,
        ...(environment ? { environment } : {}),
        targets: subjects.map(({ id, name, source }) => ({
          id,
          name,
          sourceId: source.id,
          state: 'pending',
        })),
        changes: [],
        gates: await this.#gates(input, subjects, judge),
        approvalsNeeded: 0,
        warnings: warningsOf(subjects),
        ...(refusedBecause ? { refusedBecause } : {}),
        parameters,
        mayBreakGlass: subjects.every(({ resources }) =>
          resources.every(
            each => judge.objection('breakGlass', each) === undefined,
          ),
        ),
      },
    };
  }

  /** The form, or why it cannot be had: what a form asks for is not guessed. */
  async #parameters(
    type: OperationType,
    subjects: readonly ResolvedSubject[],
    signal: AbortSignal,
  ): Promise<{ fields: OperationParameter[] } | { refusedBecause: string }> {
    const [first] = subjects;
    const operator = operatorOf(first, type);
    try {
      const fields = await operator?.parameters?.(first.subject, {
        signal,
        logger: this.options.logger,
      });
      return { fields: fields ?? [] };
    } catch (error) {
      if (error instanceof SourceFailure) {
        return { refusedBecause: error.message };
      }
      throw error;
    }
  }

  async #gates(
    input: OperationInput,
    subjects: readonly ResolvedSubject[],
    judge: Judge,
  ): Promise<GateVerdict[]> {
    if (UNFROZEN.includes(input.type)) {
      return [];
    }
    return judgeFreezes(
      subjects.map(({ resources }) => resources[0]),
      {
        windows: this.options.freezes,
        fleetFreeze: await this.options.store.freeze(),
        requester: judge.asker.ref,
        now: Date.now(),
      },
    );
  }
}

/** Why it cannot be asked for; undefined where it can. */
export function refusalOf(
  type: OperationType,
  subjects: readonly ResolvedSubject[],
  judge: Judge,
): string | undefined {
  for (const each of subjects) {
    const operator = operatorOf(each, type);
    const objection = operator
      ? operator.unavailable?.(each.subject) ??
        each.resources
          .map(resource => objectionOf(type, resource, judge, each))
          .find(Boolean)
      : `${each.source.title} cannot do this`;
    if (objection) {
      return subjects.length > 1 ? `${each.name}: ${objection}` : objection;
    }
  }
  return undefined;
}

function objectionOf(
  type: OperationType,
  resource: ResolvedSubject['resources'][number],
  judge: Judge,
  { resources }: ResolvedSubject,
): string | undefined {
  const objection = judge.objection(type, resource);
  return objection && resources.length > 1
    ? `it also serves ${resource.entityRef}: ${objection}`
    : objection;
}

function warningsOf(subjects: readonly ResolvedSubject[]): string[] {
  return subjects
    .filter(({ resources }) => resources.length > 1)
    .map(
      ({ name, resources }) =>
        `${name} also serves ${resources
          .slice(1)
          .map(each => each.entityRef)
          .join(', ')}.`,
    );
}
