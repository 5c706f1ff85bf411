import { uuid } from '../../kubernetes/hash';
import type { LargeWorldSpec } from '../../world/Scenario';
import {
  syntheticService,
  type SyntheticService,
  type SyntheticStage,
} from '../../world/large';

const STAGES = 3;
const CACHED_SERVICES = 64;

/** How a target is. */
export const HEALTHS = ['Healthy', 'Progressing', 'Degraded'] as const;

/** The changing part of all targets (a service in an environment each), in a few bytes per target. */
export class SyntheticState {
  readonly size: number;
  readonly version: Uint8Array;
  readonly deployments: Uint16Array;
  readonly outOfSync: Uint8Array;
  readonly health: Uint8Array;
  readonly changedAt: Float64Array;
  /** Resource versions of the Application, the Deployment (and what it made) and the pods. */
  readonly applicationVersion: Float64Array;
  readonly deploymentVersion: Float64Array;
  readonly podVersion: Float64Array;
  private readonly services = new Map<number, SyntheticService>();

  constructor(readonly spec: LargeWorldSpec, readonly now: Date) {
    this.size = spec.services * STAGES;
    this.version = new Uint8Array(this.size);
    this.deployments = new Uint16Array(this.size);
    this.outOfSync = new Uint8Array(this.size);
    this.health = new Uint8Array(this.size);
    this.changedAt = new Float64Array(this.size);
    this.applicationVersion = new Float64Array(this.size).fill(1);
    this.deploymentVersion = new Float64Array(this.size).fill(1);
    this.podVersion = new Float64Array(this.size).fill(1);
    for (let target = 0; target < this.size; target++) {
      const { version } = this.stage(target);
      const number = parseInt(uuid(`target ${target}`).slice(0, 4), 16);
      this.version[target] = version;
      this.deployments[target] = version + 1;
      this.outOfSync[target] = Number(number % 50 === 0);
      this.health[target] = number % 67 === 1 ? 2 : 0;
      this.changedAt[target] = Math.min(
        this.service(target).versions[version].committedAt.getTime() +
          3_600_000,
        now.getTime() - 60_000,
      );
    }
  }

  /** The service of a target. */
  service(target: number): SyntheticService {
    const index = Math.floor(target / STAGES) + 1;
    let service = this.services.get(index);
    if (!service) {
      if (this.services.size >= CACHED_SERVICES) {
        this.services.clear();
      }
      service = syntheticService(index, this.spec, this.now);
      this.services.set(index, service);
    }
    return service;
  }

  /** The stage of a target. */
  stage(target: number): SyntheticStage {
    return this.service(target).stages[target % STAGES];
  }

  /** The tag that runs at a target. */
  tag(target: number): string {
    return this.service(target).versions[this.version[target]].version;
  }

  /** All targets, in the order of the keys of what is named after them. */
  *inOrder(): Iterable<number> {
    // By name: development, production, staging; -dev, -prod, -staging.
    for (let first = 0; first < this.size; first += STAGES) {
      yield* [first, first + 2, first + 1];
    }
  }
}
