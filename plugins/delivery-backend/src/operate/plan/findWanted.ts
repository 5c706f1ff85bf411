import { InputError } from '@backstage/errors';
import type {
  Lane,
  OperationInput,
  VersionView,
} from '@throughline/plugin-delivery-common';
import type { TargetItem } from '@throughline/plugin-delivery-node';
import type { PageBody } from '../../read/buildPage';
import type { EntityRecord } from '../../read/EntityRecord';
import type {
  MadeFrom,
  VersionRule,
  WantedVersion,
} from '../versions/VersionRule';
import { findRollBack } from './findRollBack';
import { laneOf } from './gatherFacts';
import { sourceOf, wantedOf } from './wantedOf';

/** Which version is to come where. */
export interface Wanted {
  environment: string;
  fromEnvironment?: string;
  label: string;
  version?: VersionView;
  wanted: WantedVersion;
  /** All of the environment's where absent. */
  targetIds?: string[];
  /** Whether automations are kept from undoing it, or let in again. */
  pinning?: 'pin' | 'unpin';
  /** The folder of a target's configuration and the commit that has it as it was, where that is brought back. */
  restore?(
    targetId: string,
    target: TargetItem,
    rule: VersionRule,
  ): { folder: string; revision: string } | undefined;
  /** Why it cannot be asked for. */
  refusedBecause?: string;
}

/**
 * @throws InputError where the input names no environment of the entity
 * @throws NotFoundError where it names none of its deployments
 */
export function findWanted(
  input: OperationInput,
  record: EntityRecord,
  page: PageBody,
): Wanted {
  if (input.type === 'unpin') {
    return {
      environment: requireLane(input, page).environment.name,
      label: 'what the automation writes',
      wanted: {},
      pinning: 'unpin',
    };
  }
  return input.type === 'rollBack'
    ? findRollBack(input, record)
    : fromBefore(input, page);
}

function requireLane(
  { environment }: OperationInput,
  page: PageBody,
): PageBody['lanes'][number] {
  const lane =
    environment === undefined ? undefined : laneOf(page, environment);
  if (!lane) {
    throw new InputError(
      `'environment' must be one of: ${page.lanes
        .map(each => each.environment.name)
        .join(', ')}.`,
    );
  }
  return lane;
}

function fromBefore(input: OperationInput, page: PageBody): Wanted {
  const lane = requireLane(input, page);
  const fromEnvironment =
    input.fromEnvironment ??
    lane.environment.follows.find(
      name => (laneOf(page, name)?.targets.length ?? 0) > 0,
    );
  const from =
    fromEnvironment === undefined ? undefined : laneOf(page, fromEnvironment);
  const common = {
    environment: lane.environment.name,
    label: from?.version?.label ?? 'unknown',
    wanted: {},
    ...(fromEnvironment ? { fromEnvironment } : {}),
  };
  const refuse = (refusedBecause: string) => ({ ...common, refusedBecause });
  if (!from || !lane.environment.follows.includes(from.environment.name)) {
    return refuse(
      `${lane.environment.title} follows no environment that a version could come from`,
    );
  }
  const { version } = from;
  if (!version || from.versions.length !== 1) {
    return refuse(
      from.versions.length > 1
        ? `${from.environment.title} runs several versions: ${from.versions
            .map(({ label }) => label)
            .join(', ')}`
        : `which version runs in ${from.environment.title} is not known`,
    );
  }
  if (from.staleSince) {
    return refuse(
      `what runs in ${from.environment.title} is known as of ${from.staleSince} only`,
    );
  }
  const madeFrom = commonSources(from);
  const isThere =
    lane.versions.length === 1 && lane.versions[0].label === version.label;
  if (isThere && chartsOf(madeFrom) === chartsOf(commonSources(lane))) {
    return refuse(`${version.label} runs in ${lane.environment.title} already`);
  }
  return {
    ...common,
    version,
    wanted: wantedOf(version, madeFrom),
    ...(input.targetIds ? { targetIds: input.targetIds } : {}),
  };
}

/** What all targets of a lane are made from alike; nothing where they differ. */
function commonSources({ targets }: Lane): MadeFrom[] {
  const all = targets.flatMap(({ desired }) =>
    desired && desired.length > 0 ? [desired.map(sourceOf)] : [],
  );
  const different = new Set(all.map(each => JSON.stringify(each)));
  return different.size === 1 ? all[0] : [];
}

function chartsOf(madeFrom: readonly MadeFrom[]): string {
  return madeFrom
    .filter(({ chart }) => chart)
    .map(({ chart, revision }) => `${chart} ${revision}`)
    .join(' ');
}
