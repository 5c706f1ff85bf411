import { createHash } from 'node:crypto';
import type { ClusterAlias } from '../config/linking';
import { ClaimIndex, type Claimant } from './ClaimIndex';
import { matchesClaim } from './matchClaim';
import type { Placement } from './Placement';
import { placeManaged, placeTarget, type LinkRules } from './placeTarget';
import type { TargetFacts } from './TargetFacts';
import { TargetIndex } from './TargetIndex';

/** What is remembered of a placement, to tell whether it changed. */
export interface PlacementMark {
  hash: string;
  entities: string[];
}

/** What relinking came to. */
export interface LinkChanges {
  /** Of the targets whose placement changed; undefined for those that are gone. */
  placements: Map<
    string,
    { placement: Placement; mark: PlacementMark } | undefined
  >;
  /** The entities whose links changed. */
  entities: Set<string>;
}

/**
 * Holds the claims of all entities and the facts of all targets, and works out who belongs to whom. It does no I/O:
 * it is told what changed and answers what changes thereby.
 */
export class Linker {
  readonly claims = new ClaimIndex();
  readonly targets: TargetIndex;
  readonly #marks = new Map<string, PlacementMark>();
  readonly #byEntity = new Map<string, Set<string>>();
  readonly #pending = new Set<string>();

  constructor(
    private readonly rules: LinkRules,
    clusters: readonly ClusterAlias[] = [],
  ) {
    this.targets = new TargetIndex(clusters);
  }

  /** Restores what an earlier run stored, so that only differences count as changes. */
  remember(targetId: string, mark: PlacementMark): void {
    this.#setMark(targetId, mark);
    this.#pending.add(targetId);
  }

  setTarget(target: TargetFacts): void {
    this.targets.set(target).forEach(id => this.#pending.add(id));
  }

  deleteTarget(id: string): void {
    this.targets.delete(id).forEach(each => this.#pending.add(each));
  }

  setEntity(claimant: Claimant): void {
    this.#markClaimed(this.claims.get(claimant.entity.ref));
    this.claims.set(claimant);
    this.#markClaimed(claimant);
  }

  deleteEntity(ref: string): void {
    this.#markClaimed(this.claims.get(ref));
    this.claims.delete(ref);
  }

  /** Lets the next {@link Linker.relink} look at every target; cheaper than many single entities. */
  markAll(): void {
    for (const target of this.targets.all()) {
      this.#pending.add(target.id);
    }
  }

  get pending(): number {
    return this.#pending.size;
  }

  /** Ids of an entity's targets, workloads included. */
  targetsOf(ref: string): ReadonlySet<string> {
    return this.#byEntity.get(ref) ?? new Set();
  }

  /** Refs of the entities that a target belongs to. */
  entitiesOf(targetId: string): readonly string[] {
    return this.#marks.get(targetId)?.entities ?? [];
  }

  /** Applies the rules to pending targets. */
  relink(limit = Number.POSITIVE_INFINITY): LinkChanges {
    const changes: LinkChanges = { placements: new Map(), entities: new Set() };
    for (const id of this.#pending) {
      if (changes.placements.size >= limit) {
        break;
      }
      this.#pending.delete(id);
      this.#relinkOne(id, changes);
    }
    return changes;
  }

  #relinkOne(id: string, changes: LinkChanges): void {
    const before = this.#marks.get(id);
    const target = this.targets.get(id);
    if (!target) {
      if (before) {
        this.#setMark(id, undefined);
        changes.placements.set(id, undefined);
        before.entities.forEach(ref => changes.entities.add(ref));
      }
      return;
    }
    const placement = this.#place(target);
    const mark: PlacementMark = {
      hash: hashOf(placement),
      entities: [...new Set(placement.links.map(link => link.entityRef))],
    };
    if (before?.hash !== mark.hash) {
      this.#setMark(id, mark);
      changes.placements.set(id, { placement, mark });
      [...(before?.entities ?? []), ...mark.entities].forEach(ref =>
        changes.entities.add(ref),
      );
    }
  }

  #place(target: TargetFacts): Placement {
    const manager = this.targets.managerOf(target);
    if (manager && !manager.parent) {
      return placeManaged(
        target,
        manager,
        this.#placeAlone(manager),
        this.claims,
        this.rules,
      );
    }
    const placement = this.#placeAlone(target);
    const users = this.targets.usersOf(target);
    return users
      ? {
          ...placement,
          links: placement.links.map(link => ({ ...link, users })),
        }
      : placement;
  }

  #placeAlone(target: TargetFacts): Placement {
    return placeTarget(
      target,
      this.targets.managedBy(target),
      this.claims,
      this.rules,
    );
  }

  #markClaimed(claimant: Claimant | undefined): void {
    if (!claimant) {
      return;
    }
    for (const id of this.targetsOf(claimant.entity.ref)) {
      this.#pending.add(id);
    }
    for (const target of this.targets.all()) {
      if (claimant.claims.claims.some(claim => matchesClaim(claim, target))) {
        this.#pending.add(target.id);
        this.targets
          .managedBy(target)
          .forEach(each => this.#pending.add(each.id));
      }
    }
  }

  #setMark(id: string, mark: PlacementMark | undefined): void {
    for (const ref of this.#marks.get(id)?.entities ?? []) {
      const ids = this.#byEntity.get(ref);
      ids?.delete(id);
      if (ids?.size === 0) {
        this.#byEntity.delete(ref);
      }
    }
    if (!mark) {
      this.#marks.delete(id);
      return;
    }
    this.#marks.set(id, mark);
    for (const ref of mark.entities) {
      const ids = this.#byEntity.get(ref) ?? new Set();
      this.#byEntity.set(ref, ids.add(id));
    }
  }
}

function hashOf(placement: Placement): string {
  return createHash('sha256')
    .update(JSON.stringify(placement))
    .digest('base64url')
    .slice(0, 22);
}
