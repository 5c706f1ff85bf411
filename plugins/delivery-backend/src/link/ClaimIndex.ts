import type { Claim, EntityClaims } from './Claim';
import type { EntityFacts } from './EntityFacts';
import { matchesClaim } from './matchClaim';
import { runSubjectsOf } from './runSubjectsOf';
import type { TargetFacts } from './TargetFacts';

/** An entity with what it claims. */
export interface Claimant {
  entity: EntityFacts;
  claims: EntityClaims;
}

/** The claims of all entities, found by what a target shows, so that no target is compared with every entity. */
export class ClaimIndex {
  readonly #claimants = new Map<string, Claimant>();
  readonly #byKey = new Map<string, Map<string, Claim[]>>();
  readonly #byRepository = new Map<string, Set<string>>();
  readonly #byRunSubject = new Map<string, Set<string>>();
  readonly #byService = new Map<string, Set<string>>();

  get size(): number {
    return this.#claimants.size;
  }

  get(ref: string): Claimant | undefined {
    return this.#claimants.get(ref);
  }

  all(): IterableIterator<Claimant> {
    return this.#claimants.values();
  }

  /** Refs of the entities whose code is in a repository. */
  ofRepository(repository: string): ReadonlySet<string> {
    return this.#byRepository.get(repository) ?? new Set();
  }

  /** Refs of the entities whose runs a subject names, see `runSubjects`. */
  ofRunSubject(subject: string): ReadonlySet<string> {
    return this.#byRunSubject.get(subject) ?? new Set();
  }

  /** Refs of the entities that monitoring systems call by a name. */
  ofService(service: string): ReadonlySet<string> {
    return this.#byService.get(service) ?? new Set();
  }

  set(claimant: Claimant): void {
    const { ref } = claimant.entity;
    this.delete(ref);
    this.#claimants.set(ref, claimant);
    for (const [index, key] of this.#wordsOf(claimant)) {
      index.set(key, (index.get(key) ?? new Set()).add(ref));
    }
    for (const claim of claimant.claims.claims) {
      for (const key of keysOfClaim(claim)) {
        const entries = this.#byKey.get(key) ?? new Map<string, Claim[]>();
        this.#byKey.set(key, entries);
        entries.set(ref, [...(entries.get(ref) ?? []), claim]);
      }
    }
  }

  delete(ref: string): void {
    const claimant = this.#claimants.get(ref);
    if (!claimant) {
      return;
    }
    this.#claimants.delete(ref);
    for (const [index, key] of this.#wordsOf(claimant)) {
      const refs = index.get(key);
      refs?.delete(ref);
      if (refs?.size === 0) {
        index.delete(key);
      }
    }
    for (const claim of claimant.claims.claims) {
      for (const key of keysOfClaim(claim)) {
        const entries = this.#byKey.get(key);
        entries?.delete(ref);
        if (entries?.size === 0) {
          this.#byKey.delete(key);
        }
      }
    }
  }

  /** The words that an entity is found by, each with the index that it stands in. */
  #wordsOf({ entity, claims }: Claimant): [Map<string, Set<string>>, string][] {
    const { full, statusOnly } = runSubjectsOf(entity, claims);
    return [
      ...(claims.source
        ? [[this.#byRepository, claims.source.repository] as const]
        : []),
      ...[...full, ...statusOnly].map(
        subject => [this.#byRunSubject, subject] as const,
      ),
      ...(claims.service ? [[this.#byService, claims.service] as const] : []),
    ].map(([index, key]) => [index, key]);
  }

  /** For each entity that claims the target, the first rule that says so. In the order of refs. */
  claimsOn(target: TargetFacts): { claimant: Claimant; claim: Claim }[] {
    const first = new Map<string, Claim>();
    for (const key of keysOfTarget(target)) {
      for (const [ref, claims] of this.#byKey.get(key) ?? []) {
        for (const claim of claims) {
          const known = first.get(ref);
          if (
            (!known || claim.rank < known.rank) &&
            matchesClaim(claim, target)
          ) {
            first.set(ref, claim);
          }
        }
      }
    }
    return [...first]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([ref, claim]) => {
        const claimant = this.#claimants.get(ref);
        return claimant ? [{ claimant, claim }] : [];
      });
  }
}

function keysOfClaim(claim: Claim): string[] {
  if (claim.names) {
    return claim.names.map(name => `name ${name}`);
  }
  const equality = claim.selector?.find(each => each.operator === 'in');
  if (equality) {
    return equality.values.map(value => `label ${equality.key}=${value}`);
  }
  if (claim.pipeline) {
    return [`pipeline ${claim.pipeline}`];
  }
  if (claim.repository) {
    return [`repository ${claim.repository}`];
  }
  return claim.project ? [`project ${claim.project}`] : [];
}

function keysOfTarget(target: TargetFacts): Set<string> {
  const keys = new Set<string>([`name ${target.name}`]);
  for (const [key, value] of Object.entries(target.labels)) {
    keys.add(`label ${key}=${value}`);
  }
  for (const { repository } of target.desired) {
    if (repository) {
      keys.add(`repository ${repository}`);
    }
  }
  for (const key of target.pipelineKeys) {
    keys.add(`pipeline ${key}`);
  }
  if (target.project) {
    keys.add(`project ${target.project}`);
  }
  return keys;
}
