import type { EnvironmentInfo } from '@throughline/plugin-delivery-common';
import type { CommitItem } from '@throughline/plugin-delivery-node';
import type { Knex } from 'knex';
import type { LinkingConfig } from '../config/linking';
import type { EnvironmentRule } from '../config/environments';
import type { EntityClaims } from '../link/Claim';
import { parseClaims, type ClaimContext } from '../link/claims';
import type { EntityFacts } from '../link/EntityFacts';
import { runSubjectsOf } from '../link/runSubjectsOf';
import { itemId } from '../store/itemId';
import type { ObservationReader, Stored } from '../store/ObservationReader';
import type { Ask } from '../store/QueryGatherer';
import {
  commitKey,
  isFull,
  type EntityRecord,
  type LinkedTarget,
  type StoredDeployment,
} from './EntityRecord';
import { ladderOf } from './ladder';
import { placesOf } from './configPlace';
import { addOperations } from './addOperations';
import { loadConfigHistory } from './loadConfigHistory';
import { isMerge, touches } from './mainline';
import { loadTargets } from './loadTargets';
import { findUnobserved } from './unobserved';
import type { EntityRow } from './rows';
import { identityOf } from '../link/identityOf';

/** How much of each list is looked at. */
const COMMITS = 1000;
const DEPLOYMENTS = 60;
const RUNS = 31;
const RELEASES = 10;
const DETAILED_CHANGES = 40;

/** What a {@link RecordLoader} needs. */
export interface RecordLoaderOptions {
  knex: Knex;
  /** Sends queries. */
  ask: Ask;
  reader: ObservationReader;
  environments: readonly EnvironmentRule[];
  linking: LinkingConfig;
  claims: ClaimContext;
}

/** Loads all that was stored about one entity. */
export class RecordLoader {
  constructor(private readonly options: RecordLoaderOptions) {}

  /** @returns undefined where the entity is not known */
  async load(ref: string): Promise<EntityRecord | undefined> {
    const { knex, ask, reader } = this.options;
    const [row] = await ask<EntityRow>(
      knex('entities').where({ ref }).select('data'),
    );
    if (!row) {
      return undefined;
    }
    const entity = JSON.parse(row.data) as EntityFacts;
    const claims = parseClaims(entity, this.options.claims);
    const { targets, withheld } = await loadTargets(ref, this.options);
    const ladder: EnvironmentInfo[] = ladderOf(
      this.options.environments,
      claims.environments,
    );
    const full = targets.filter(isFull);
    const repository = claims.source?.repository;
    const runSubjects = subjectsOf(entity, claims);
    const [branches, commits, runs, releases, vitals, artifacts, deployments] =
      await Promise.all([
        repository ? reader.branches(repository) : [],
        repository ? reader.commits({ repository, limit: COMMITS }) : [],
        reader.runs({ subjects: runSubjects, limit: RUNS }),
        repository ? reader.releases(repository, RELEASES) : [],
        claims.service ? reader.vitals([claims.service]) : [],
        reader.artifactsByReference(imagesOf(full)),
        this.deployments(full, DEPLOYMENTS),
      ]);
    const record: EntityRecord = {
      entity,
      claims,
      ladder,
      targets,
      withheld,
      unobserved: new Map(),
      branches,
      commits,
      configCommits: new Map(),
      causes: new Map(),
      spans: [],
      lookedFor: new Set(),
      pullRequests: new Map(),
      runs,
      releases,
      vitals,
      artifacts,
      deployments,
    };
    await this.#addConfigCommits(record);
    await this.addDetails(record, shasToDetail(record));
    record.unobserved = await findUnobserved(knex, record, ask);
    return record;
  }

  /** The newest deployments of targets. */
  async deployments(
    targets: readonly LinkedTarget[],
    limit: number,
    before?: { startedAt: string; id: string },
  ): Promise<StoredDeployment[]> {
    const targetIds = targets.map(each => each.stored.id);
    if (targetIds.length === 0) {
      return [];
    }
    const found = await this.options.reader.deployments({
      targetIds,
      limit,
      ...(before ? { before } : {}),
    });
    return found.map(each => ({
      ...each,
      targetId: itemId(each.sourceId, 'target', each.item.targetKey),
    }));
  }

  /** A deployment of one of the targets. */
  async deployment(
    targets: readonly LinkedTarget[],
    id: string,
  ): Promise<StoredDeployment | undefined> {
    const [found] = await this.options.reader.deploymentsByIds([id]);
    const targetId =
      found && itemId(found.sourceId, 'target', found.item.targetKey);
    return targetId !== undefined &&
      targets.some(({ stored }) => stored.id === targetId)
      ? { ...found, targetId }
      : undefined;
  }

  /** Adds what tells about changes: their runs, pull requests and artifacts. */
  async addDetails(
    record: EntityRecord,
    shas: readonly string[],
  ): Promise<void> {
    const repository = record.claims.source?.repository;
    if (!repository || shas.length === 0) {
      return;
    }
    const { reader } = this.options;
    const known = new Set(record.runs.map(each => each.id));
    const wanted = new Set(shas);
    const subjects = subjectsOf(record.entity, record.claims);
    const runs = await reader.runs({ subjects, shas, limit: 200 });
    record.runs.push(...runs.filter(each => !known.has(each.id)));
    record.runs.sort((a, b) => (a.item.createdAt < b.item.createdAt ? 1 : -1));
    addNew(record.artifacts, await reader.artifactsByRevision(shas));
    const numbers = [
      ...record.commits
        .filter(({ item }) => wanted.has(item.sha))
        .flatMap(({ item }) => item.pullRequest ?? []),
      ...record.targets
        .map(({ link }) => Number(link.preview))
        .filter(Number.isSafeInteger),
    ];
    for (const each of await reader.pullRequests(repository, numbers)) {
      record.pullRequests.set(each.item.number, each);
    }
  }

  /** Adds commits of the entity's repository that the newest ones do not hold. */
  async addCommits(
    record: EntityRecord,
    shas: readonly string[],
  ): Promise<void> {
    const repository = record.claims.source?.repository;
    if (!repository) {
      return;
    }
    const known = new Set(record.commits.map(({ item }) => item.sha));
    const missing = notLookedFor(
      record,
      `source ${repository}`,
      shas.filter(sha => !known.has(sha)),
    );
    if (missing.length > 0) {
      record.commits.push(
        ...(await this.options.reader.commitsBySha(repository, missing)),
      );
    }
  }

  /** Adds the configuration commits that deployments name. */
  async addDeploymentCommits(
    record: EntityRecord,
    deployments: readonly StoredDeployment[],
  ): Promise<void> {
    const wanted = new Map<string, Set<string>>();
    for (const { item } of deployments) {
      item.desired.forEach((each, index) =>
        want(wanted, each, item.revisions[index]),
      );
    }
    await this.#addBySha(record, wanted);
    await loadConfigHistory(record, this.options.reader, configuration =>
      deployments.map(each => configuration.appliedBy(each)),
    );
    await addOperations(record, deployments, this.options);
    await this.addCommits(record, tracedCommits(record));
  }

  async #addConfigCommits(record: EntityRecord): Promise<void> {
    const { reader } = this.options;
    const wanted = new Map<string, Set<string>>();
    const folders = new Map<string, Set<string>>();
    for (const { stored } of record.targets.filter(isFull)) {
      for (const each of stored.item.desired) {
        want(wanted, each, each.revision);
      }
      for (const place of placesOf(stored.item)) {
        for (const path of place ? [place.path, ...place.files] : []) {
          if (place && path) {
            const known = folders.get(place.repository) ?? new Set();
            folders.set(place.repository, known.add(path));
          }
        }
      }
    }
    for (const [repository, paths] of folders) {
      remember(
        record,
        await reader.commits({ repository, paths: [...paths], limit: 100 }),
      );
    }
    await this.#addBySha(record, wanted);
    await loadConfigHistory(record, reader, configuration =>
      record.targets
        .filter(isFull)
        .flatMap(each => configuration.appliedTo(each) ?? []),
    );
    await this.addDeploymentCommits(record, record.deployments);
  }

  async #addBySha(
    record: EntityRecord,
    wanted: ReadonlyMap<string, ReadonlySet<string>>,
  ): Promise<void> {
    for (const [repository, shas] of wanted) {
      const missing = notLookedFor(
        record,
        repository,
        [...shas].filter(
          sha => !record.configCommits.has(commitKey(repository, sha)),
        ),
      );
      if (missing.length > 0) {
        remember(
          record,
          await this.options.reader.commitsBySha(repository, missing),
        );
      }
    }
  }
}

/** All by which an entity's runs are found. */
function subjectsOf(entity: EntityFacts, claims: EntityClaims): string[] {
  const { full, statusOnly } = runSubjectsOf(entity, claims);
  return [...full, ...statusOnly];
}

function want(
  wanted: Map<string, Set<string>>,
  desired: { url: string; chart?: string },
  revision: string | undefined,
): void {
  const repository = desired.chart ? undefined : identityOf(desired.url);
  if (repository && revision && /^[0-9a-f]{40}$/i.test(revision)) {
    const known = wanted.get(repository) ?? new Set();
    wanted.set(repository, known.add(revision.toLocaleLowerCase('en-US')));
  }
}

/** Of some commits those that have not been looked for yet; they are, from now on. */
function notLookedFor(
  record: EntityRecord,
  repository: string,
  shas: readonly string[],
): string[] {
  const fresh = [...new Set(shas)].filter(
    sha => !record.lookedFor.has(commitKey(repository, sha)),
  );
  fresh.forEach(sha => record.lookedFor.add(commitKey(repository, sha)));
  return fresh;
}

function remember(
  record: EntityRecord,
  commits: readonly Stored<CommitItem>[],
): void {
  for (const each of commits) {
    record.configCommits.set(
      commitKey(each.item.repository, each.item.sha),
      each,
    );
  }
}

function imagesOf(targets: readonly LinkedTarget[]) {
  return targets.flatMap(({ stored, workloads }) =>
    [stored, ...workloads].flatMap(({ item }) => item.images),
  );
}

function addNew<T extends { id: string }>(list: T[], more: readonly T[]): void {
  const known = new Set(list.map(each => each.id));
  list.push(...more.filter(each => !known.has(each.id)));
}

/** Commits that what runs says it was built from. */
function tracedCommits(record: EntityRecord): string[] {
  const trailers = [...record.configCommits.values()].flatMap(
    ({ item }) => item.trailers?.['argocd-reference-commit-sha'] ?? [],
  );
  return [
    ...record.artifacts.flatMap(({ item }) => item.sourceRevision ?? []),
    ...trailers.map(sha => sha.toLocaleLowerCase('en-US')),
  ];
}

function shasToDetail(record: EntityRecord): string[] {
  const folders = record.claims.source?.paths ?? [''];
  const newest = record.commits
    .filter(({ item }) => isMerge(item) || touches(item, folders))
    .slice(0, DETAILED_CHANGES)
    .map(({ item }) => item.sha);
  return [...new Set([...newest, ...tracedCommits(record)])];
}
