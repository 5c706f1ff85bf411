import type { Knex } from 'knex';
import type {
  ArtifactItem,
  BranchItem,
  CommitItem,
  DeploymentItem,
  ObservedItem,
  PullRequestItem,
  ReleaseItem,
  RunItem,
  TargetItem,
  VitalsItem,
} from '@throughline/plugin-delivery-node';
import { inChunks, ROWS_PER_STATEMENT } from './itemTables';
import type { ObservationReader, Stored } from './ObservationReader';
import { type Ask, askAtOnce } from './QueryGatherer';
import type { DeploymentRow } from './rows';
import { sortableTime } from './sortableTime';

interface FoundRow {
  id: string;
  source_id: string;
  data: string;
}

const FOUND: string[] = ['id', 'source_id', 'data'];

/** The most rows that one call answers with, whatever was asked for. */
const MAX_ROWS = 1000;

/** Reads observed items with the indexes that the migrations make for these very questions. */
export class DatabaseObservationReader implements ObservationReader {
  /** @param ask - sends queries; each by itself unless told */
  constructor(
    private readonly knex: Knex,
    private readonly ask: Ask = askAtOnce,
  ) {}

  async targets(options: {
    after?: string;
    limit: number;
    sourceId?: string;
  }): Promise<Stored<TargetItem>[]> {
    const query = this.#from('targets').orderBy('id').limit(cap(options.limit));
    if (options.after !== undefined) {
      query.where('id', '>', options.after);
    }
    if (options.sourceId !== undefined) {
      query.where('source_id', options.sourceId);
    }
    return parse<TargetItem>(await this.ask(query));
  }

  async targetsByIds(ids: readonly string[]): Promise<Stored<TargetItem>[]> {
    return this.#in<TargetItem>(ids, some =>
      this.#from('targets').whereIn('id', some),
    );
  }

  async deployments(options: {
    targetIds: readonly string[];
    limit: number;
    before?: { startedAt: string; id: string };
  }): Promise<Stored<DeploymentItem>[]> {
    const query = this.#from('deployments')
      .whereIn('target_id', options.targetIds.slice(0, MAX_ROWS))
      .orderBy([
        { column: 'started_at', order: 'desc' },
        { column: 'sequence', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(cap(options.limit));
    if (options.before) {
      const last = await this.knex<DeploymentRow>('deployments')
        .where('id', options.before.id)
        .first('started_at', 'sequence');
      const startedAt =
        last?.started_at ?? sortableTime(options.before.startedAt);
      query.where(earlier =>
        earlier
          .where('started_at', '<', startedAt)
          .orWhere(same =>
            same
              .where('started_at', startedAt)
              .where('sequence', '<', last?.sequence ?? -1),
          )
          .orWhere(same =>
            same
              .where('started_at', startedAt)
              .where('sequence', last?.sequence ?? -1)
              .where('id', '<', options.before!.id),
          ),
      );
    }
    return parse<DeploymentItem>(await this.ask(query));
  }

  async deploymentsByIds(
    ids: readonly string[],
  ): Promise<Stored<DeploymentItem>[]> {
    return this.#in<DeploymentItem>(ids, some =>
      this.#from('deployments').whereIn('id', some),
    );
  }

  async runs(options: {
    subjects: readonly string[];
    limit: number;
    shas?: readonly string[];
    before?: { createdAt: string; id: string };
  }): Promise<Stored<RunItem>[]> {
    if (options.subjects.length === 0) {
      return [];
    }
    const ordered = [
      { column: 'created_at', order: 'desc' },
      { column: 'run_id', order: 'desc' },
    ];
    const matching = this.knex('run_subjects')
      .distinct('run_id', 'created_at')
      .whereIn('subject', options.subjects.slice(0, MAX_ROWS))
      .orderBy(ordered);
    if (options.before) {
      before(matching, 'created_at', 'run_id', {
        time: options.before.createdAt,
        id: options.before.id,
      });
    }
    if (options.shas) {
      matching.whereIn(
        'run_id',
        this.knex('runs')
          .select('id')
          .whereIn('sha', options.shas.slice(0, MAX_ROWS)),
      );
    }
    matching.limit(cap(options.limit));
    const query = this.#from('runs')
      .whereIn('id', this.knex.select('run_id').from(matching.as('matching')))
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(cap(options.limit));
    return parse<RunItem>(await this.ask(query));
  }

  async commits(options: {
    repository: string;
    paths?: readonly string[];
    limit: number;
    before?: { committedAt: string; id: string };
  }): Promise<Stored<CommitItem>[]> {
    const query = this.#newest('commits', 'committed_at', {
      repository: options.repository,
      limit: options.limit,
      before: options.before && {
        time: options.before.committedAt,
        id: options.before.id,
      },
    });
    if (options.paths) {
      // The limit is set inside as well, where an index answers in order, so that a long history is not walked.
      const matching = this.knex('commit_paths')
        .distinct('commit_id', 'committed_at')
        .where('repository', options.repository)
        .whereIn('path', options.paths.slice(0, MAX_ROWS))
        .orderBy([
          { column: 'committed_at', order: 'desc' },
          { column: 'commit_id', order: 'desc' },
        ])
        .limit(cap(options.limit));
      if (options.before) {
        before(matching, 'committed_at', 'commit_id', {
          time: options.before.committedAt,
          id: options.before.id,
        });
      }
      query.whereIn(
        'id',
        this.knex.select('commit_id').from(matching.as('matching')),
      );
    }
    return parse<CommitItem>(await this.ask(query));
  }

  async commitsBySha(
    repository: string,
    shas: readonly string[],
  ): Promise<Stored<CommitItem>[]> {
    const wanted = shas
      .map(sha => sha.toLocaleLowerCase('en-US'))
      .filter(sha => /^[0-9a-f]{7,64}$/.test(sha));
    return this.#in<CommitItem>(wanted, some =>
      this.#from('commits')
        .where('repository', repository)
        .where(any => {
          any.whereIn(
            'sha',
            some.filter(sha => sha.length >= 40),
          );
          for (const prefix of some.filter(sha => sha.length < 40)) {
            any.orWhereBetween('sha', [prefix, `${prefix}g`]);
          }
        })
        .orderBy([
          { column: 'committed_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(MAX_ROWS),
    );
  }

  async branches(repository: string): Promise<Stored<BranchItem>[]> {
    return parse<BranchItem>(
      await this.ask(
        this.#from('branches')
          .where('repository', repository)
          .orderBy('id')
          .limit(MAX_ROWS),
      ),
    );
  }

  async pullRequests(
    repository: string,
    numbers: readonly number[],
  ): Promise<Stored<PullRequestItem>[]> {
    return this.#in<PullRequestItem, number>(numbers, some =>
      this.#from('pull_requests')
        .where('repository', repository)
        .whereIn('number', some)
        .orderBy('number', 'desc')
        .limit(MAX_ROWS),
    );
  }

  async openPullRequests(
    repository: string,
    limit: number,
  ): Promise<Stored<PullRequestItem>[]> {
    return parse<PullRequestItem>(
      await this.ask(
        this.#from('pull_requests')
          .where('repository', repository)
          .where('state', 'open')
          .orderBy([
            { column: 'updated_at', order: 'desc' },
            { column: 'id', order: 'desc' },
          ])
          .limit(cap(limit)),
      ),
    );
  }

  async artifactsByRevision(
    shas: readonly string[],
  ): Promise<Stored<ArtifactItem>[]> {
    return this.#in<ArtifactItem>(shas, some =>
      this.#from('artifacts')
        .whereIn('source_revision', some)
        .orderBy([
          { column: 'created_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(MAX_ROWS),
    );
  }

  async artifactsByReference(
    references: readonly {
      repository: string;
      digest?: string;
      tag?: string;
    }[],
  ): Promise<Stored<ArtifactItem>[]> {
    const byRepository = new Map<string, Set<string>>();
    for (const { repository, digest, tag } of references) {
      const wanted = byRepository.get(repository) ?? new Set();
      byRepository.set(repository, wanted);
      [digest, tag].forEach(reference => reference && wanted.add(reference));
    }
    const found = new Map<string, Stored<ArtifactItem>>();
    for (const [repository, wanted] of byRepository) {
      const some = await this.#in<ArtifactItem>([...wanted], chunk =>
        this.#from('artifacts')
          .whereIn(
            'id',
            this.knex('artifact_references')
              .select('artifact_id')
              .where('repository', repository)
              .whereIn('reference', chunk),
          )
          .orderBy([
            { column: 'created_at', order: 'desc' },
            { column: 'id', order: 'desc' },
          ])
          .limit(MAX_ROWS),
      );
      some.forEach(artifact => found.set(artifact.id, artifact));
    }
    return [...found.values()];
  }

  async releases(
    repository: string,
    limit: number,
  ): Promise<Stored<ReleaseItem>[]> {
    return parse<ReleaseItem>(
      await this.ask(
        this.#newest('releases', 'published_at', { repository, limit }),
      ),
    );
  }

  async vitals(services: readonly string[]): Promise<Stored<VitalsItem>[]> {
    return this.#in<VitalsItem>(services, some =>
      this.#from('vitals')
        .whereIn('service', some)
        .orderBy('id')
        .limit(MAX_ROWS),
    );
  }

  async artifacts(
    repository: string,
    limit: number,
  ): Promise<Stored<ArtifactItem>[]> {
    return parse<ArtifactItem>(
      await this.ask(
        this.#newest('artifacts', 'created_at', { repository, limit }),
      ),
    );
  }

  #from(table: string): Knex.QueryBuilder<FoundRow, FoundRow[]> {
    return this.knex<FoundRow, FoundRow[]>(table).select(FOUND);
  }

  #newest(
    table: string,
    column: string,
    options: { repository: string; limit: number; before?: Position },
  ): Knex.QueryBuilder<FoundRow, FoundRow[]> {
    const query = this.#from(table)
      .where('repository', options.repository)
      .orderBy([
        { column, order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(cap(options.limit));
    if (options.before) {
      before(query, column, 'id', options.before);
    }
    return query;
  }

  async #in<T extends ObservedItem, W = string>(
    wanted: readonly W[],
    find: (some: W[]) => Knex.QueryBuilder,
  ): Promise<Stored<T>[]> {
    const found: FoundRow[] = [];
    for (const some of inChunks([...new Set(wanted)], ROWS_PER_STATEMENT)) {
      found.push(...(await this.ask<FoundRow>(find(some))));
    }
    return parse<T>(found);
  }
}

interface Position {
  time: string;
  id: string;
}

function before(
  query: Knex.QueryBuilder,
  timeColumn: string,
  idColumn: string,
  position: Position,
): void {
  const time = sortableTime(position.time);
  query.where(earlier =>
    earlier
      .where(timeColumn, '<', time)
      .orWhere(same =>
        same.where(timeColumn, time).where(idColumn, '<', position.id),
      ),
  );
}

function cap(limit: number): number {
  return Math.max(0, Math.min(Math.floor(limit), MAX_ROWS));
}

function parse<T extends ObservedItem>(rows: FoundRow[]): Stored<T>[] {
  return rows.map(row => ({
    id: row.id,
    sourceId: row.source_id,
    item: JSON.parse(row.data) as T,
  }));
}
