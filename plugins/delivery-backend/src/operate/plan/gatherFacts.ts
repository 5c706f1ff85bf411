import type {
  Lane,
  OperationType,
  TargetView,
  VersionView,
} from '@throughline/plugin-delivery-common';
import type { PageBody } from '../../read/buildPage';
import type { EntityRecord } from '../../read/EntityRecord';
import type { LivePages } from '../../read/LivePages';
import type { GateFacts } from '../gates';
import type { FleetFreeze, OperationRecord } from '../records';
import { newestRuns } from './newestRuns';
import { undoneChanges } from './undoneChanges';

/** What gates of a version are judged by. */
export interface FactsInput {
  type: OperationType;
  record: EntityRecord;
  page: PageBody;
  pages: LivePages;
  environment: string;
  fromEnvironment?: string;
  /** Ids of the targets that it is about. */
  targetIds: readonly string[];
  version?: VersionView;
  requester: string;
  approvals: OperationRecord['approvals'];
  freeze: FleetFreeze | undefined;
  now: number;
}

/** Gathers all that gates go by, once for all of them. */
export async function gatherFacts(input: FactsInput): Promise<GateFacts> {
  const { record, page, version, freeze } = input;
  const lane = laneOf(page, input.environment);
  const sha = version?.commit?.sha;
  const runs =
    sha === undefined
      ? undefined
      : newestRuns(record.runs, sha).map(({ pipeline, status }) => ({
          pipeline,
          status,
        }));
  const artifact = record.artifacts.find(
    ({ item }) =>
      item.digest === version?.image?.digest ||
      item.children?.includes(version?.image?.digest ?? ''),
  );
  const previous =
    input.fromEnvironment === undefined
      ? undefined
      : await previousOf(input, laneOf(page, input.fromEnvironment));
  return {
    now: input.now,
    environment: input.environment,
    vitals: lane?.vitals ?? [],
    requester: input.requester,
    approvals: input.approvals,
    ...(version ? { version } : {}),
    ...(runs ? { runs } : {}),
    ...(page.build.staleSince
      ? {
          stale: `what was built is known as of ${page.build.staleSince} only`,
        }
      : {}),
    ...(artifact?.item.attestations
      ? { attestations: artifact.item.attestations }
      : {}),
    ...(input.type === 'rollBack'
      ? {
          undoes: undoneChanges(
            record,
            targetsOf(lane, input.targetIds),
            version,
          ),
        }
      : {}),
    ...(previous ? { previous } : {}),
    ...(freeze ? { fleetFreeze: freeze } : {}),
  };
}

/** Those of a lane's targets that an operation is about. */
export function targetsOf(
  lane: Lane | undefined,
  ids: readonly string[],
): TargetView[] {
  return (lane?.targets ?? []).filter(({ id }) => ids.includes(id));
}

/** The lane of an environment. */
export function laneOf(page: PageBody, environment: string): Lane | undefined {
  return page.lanes.find(lane => lane.environment.name === environment);
}

async function previousOf(
  { page, pages, version }: FactsInput,
  lane: Lane | undefined,
): Promise<GateFacts['previous']> {
  if (!lane) {
    return undefined;
  }
  const { name, title } = lane.environment;
  const healthySince =
    version && (await pages.healthySince(page.entityRef, name, version.label));
  return {
    name,
    title,
    runsVersion:
      version !== undefined &&
      lane.versions.length === 1 &&
      lane.versions[0].label === version.label,
    health: lane.health,
    vitals: lane.vitals ?? [],
    ...(lane.staleSince ? { staleSince: lane.staleSince } : {}),
    ...(lane.deployedAt ? { deployedAt: lane.deployedAt } : {}),
    ...(healthySince ? { healthySince } : {}),
  };
}
