import type {
  Attestations,
  GateVerdict,
  HealthStatus,
  Judged,
  RunStatus,
  VersionView,
  VitalsView,
} from '@throughline/plugin-delivery-common';

/** All that gates go by. It is gathered once, and every gate of one operation sees the same. */
export interface GateFacts {
  /** Milliseconds since 1970. */
  now: number;
  environment: string;
  /** The version that is to come; undefined where the operation is about none. */
  version?: VersionView;
  /** Runs of the version's commit; undefined where the commit is not known. */
  runs?: readonly { pipeline: string; status: Judged<RunStatus> }[];
  /** Why runs or attestations cannot be believed at present: their source is stale. */
  stale?: string;
  attestations?: Attestations;
  /** The environment that the version comes from. */
  previous?: {
    name: string;
    title: string;
    /** Whether the version is the only one that runs there. */
    runsVersion: boolean;
    health: Judged<HealthStatus>;
    staleSince?: string;
    /** ISO 8601; since when the version runs there. */
    deployedAt?: string;
    /** ISO 8601; since when it has been healthy there without a break, as far as it was observed. */
    healthySince?: string;
    vitals: readonly VitalsView[];
  };
  /** Of a roll back: what it takes away again. */
  undoes?: {
    /** Each change that is marked irreversible, in words. */
    irreversible: readonly string[];
    /** Whether all changes that lie between are known. */
    isWhole: boolean;
    /** Whether one that is marked may be among those that are not known. */
    mayHide: boolean;
  };
  /** Of the environment itself. */
  vitals: readonly VitalsView[];
  /** The freeze of the whole fleet, where it is on. */
  fleetFreeze?: { by: string; since: string; reason: string };
  /** Who asked for it. */
  requester: string;
  approvals: readonly {
    by: string;
    decision: 'approved' | 'rejected';
  }[];
}

/** A gate: pure, so that it can be shown before anybody asks, and asked again until it passes. */
export interface Gate<V extends GateVerdict | undefined = GateVerdict> {
  readonly kind: string;
  /** What it says; a gate that does not always apply says nothing where it does not. */
  judge(facts: GateFacts): V;
}

/** Any gate. */
export type AnyGate = Gate<GateVerdict | undefined>;

/** How many approvals an operation needs. */
export const APPROVALS = 'approvals';

/** The gates that are judged again while an operation waits: all of them, as what held once need not hold now. */
export function judgeAll(
  gates: readonly AnyGate[],
  facts: GateFacts,
): GateVerdict[] {
  return gates.flatMap(gate => gate.judge(facts) ?? []);
}

/** What all gates come to: one that fails outweighs those that wait. */
export function worstGate(
  verdicts: readonly GateVerdict[],
): GateVerdict['state'] {
  const states = verdicts.map(({ state }) => state);
  if (states.includes('fail')) {
    return 'fail';
  }
  return states.includes('wait') ? 'wait' : 'pass';
}
