import type {
  AutomatedWriter,
  FileChange,
} from '@throughline/plugin-delivery-common';
import type {
  DeliverySource,
  OperateContext,
} from '@throughline/plugin-delivery-node';
import type { EntityRecord } from '../../read/EntityRecord';
import type { PipelineRule } from '../versions/PipelineRule';
import type { VersionRule, WantedVersion } from '../versions/VersionRule';
import type { Wanted } from './findWanted';
import { wantsPullRequest } from './missingPullRequests';
import { planEdits } from './planEdits';
import { formObjection, runsOf } from './planRuns';
import { runnerOf } from './runnerOf';
import type { TargetEdit } from './VersionEdits';
import type { VersionOrder } from './VersionOrder';
import type { VersionSubject } from './findVersionSubjects';

/** What brings a version, and what is shown of it. */
export interface PlannedVersion {
  order: Pick<VersionOrder, 'edits' | 'before' | 'heads' | 'write' | 'runs'>;
  changes: FileChange[];
}

/** Works out how a version comes to some targets: by files that are written, or by a pipeline that is started. */
export async function planVersion(
  wanted: Wanted,
  subjects: readonly VersionSubject[],
  options: {
    record: EntityRecord;
    writers: readonly AutomatedWriter[];
    sources: readonly DeliverySource[];
    context: OperateContext;
  },
): Promise<PlannedVersion | { refusedBecause: string }> {
  const edits: TargetEdit[] = [];
  const piped: (VersionSubject & { rule: PipelineRule })[] = [];
  for (const subject of subjects) {
    const { id, target, rule } = subject;
    if ('missingBecause' in rule) {
      return { refusedBecause: rule.missingBecause };
    }
    if (rule.strategy === 'pipeline') {
      piped.push({ ...subject, rule });
    } else {
      edits.push(editOf(id, rule, wanted, options.writers, target));
    }
  }
  if (piped.length > 0 && edits.length > 0) {
    return {
      refusedBecause: `${piped[0].name} is deployed by a pipeline, and others of the environment through Git: ask for each alone`,
    };
  }
  return piped.length > 0
    ? byPipelines(wanted, piped, options)
    : byFiles(wanted, edits, options);
}

async function byFiles(
  wanted: Wanted,
  edits: readonly TargetEdit[],
  {
    sources,
    context,
  }: { sources: readonly DeliverySource[]; context: OperateContext },
): Promise<PlannedVersion | { refusedBecause: string }> {
  const planned = await planEdits(edits, sources, context);
  if ('refusedBecause' in planned) {
    return planned;
  }
  const { changes, ...order } = planned;
  // Whoever took a pin out of Git by hand left its notice behind: undoing it ends that.
  if (changes.length > 0 || wanted.pinning === 'unpin') {
    const write = edits.some(wantsPullRequest) ? 'pullRequest' : 'commit';
    return { order: { ...order, write }, changes };
  }
  return {
    refusedBecause: `Git asks for ${wanted.label} there already; what runs is for the controller to bring in line`,
  };
}

async function byPipelines(
  wanted: Wanted,
  subjects: readonly (VersionSubject & { rule: PipelineRule })[],
  {
    record,
    sources,
    context,
  }: {
    record: EntityRecord;
    sources: readonly DeliverySource[];
    context: OperateContext;
  },
): Promise<PlannedVersion | { refusedBecause: string }> {
  if (wanted.pinning === 'unpin') {
    return { refusedBecause: 'nothing is pinned there' };
  }
  const runs = runsOf(subjects, wanted, record.entity, sources);
  if ('refusedBecause' in runs) {
    return runs;
  }
  for (const run of runs) {
    const { rule } = subjects.find(({ id }) => run.targetIds.includes(id))!;
    const runner = runnerOf(rule, sources);
    const objection =
      'reason' in runner
        ? runner.reason
        : await formObjection(run, runner, context);
    if (objection) {
      return { refusedBecause: objection };
    }
  }
  return {
    order: { edits: [], before: {}, write: 'pipeline', runs },
    changes: [],
  };
}

function editOf(
  targetId: string,
  rule: VersionRule,
  wanted: Wanted,
  writers: readonly AutomatedWriter[],
  target: VersionSubject['target'],
): TargetEdit {
  const restore = wanted.restore?.(targetId, target, rule);
  const pinning = pinningOf(wanted, writers);
  return {
    targetId,
    rule: withImage(rule, wanted.wanted),
    wanted: wanted.wanted,
    ...(restore ? { restore } : {}),
    ...(pinning ? { pinning } : {}),
  };
}

function pinningOf(
  { pinning }: Wanted,
  writers: readonly AutomatedWriter[],
): TargetEdit['pinning'] {
  return pinning === 'pin' && writers.length === 0 ? undefined : pinning;
}

/** A kustomization's entry is found by the image where the rule names none. */
function withImage(rule: VersionRule, wanted: WantedVersion): VersionRule {
  return rule.strategy === 'kustomizeImages' &&
    rule.image === undefined &&
    wanted.repository
    ? { ...rule, image: wanted.repository }
    : rule;
}
