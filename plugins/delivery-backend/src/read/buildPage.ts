import {
  DELIVERY_ANNOTATIONS as A,
  type BuildLane,
  type EntityDelivery,
  type EntityWarning,
} from '@throughline/plugin-delivery-common';
import type { CommitItem, RunItem } from '@throughline/plugin-delivery-node';
import type { Stored } from '../store/ObservationReader';
import { changeView, runOf } from './changes';
import { CommitGraph, timeOf } from './CommitGraph';
import type { CompareContext } from './compareLane';
import { isFull, type EntityRecord } from './EntityRecord';
import { markUnobserved } from './freshness';
import { buildHistory, type HistorySlice } from './history';
import { runAccess } from './runAccess';
import { laneVersions, type LaneVersions } from './LaneVersions';
import { buildLanes, buildPreviews } from './lanes';
import { changesOfMainline, isMerge, touches } from './mainline';
import { commitSummary, defined, runView } from './summaries';
import { artifactImage } from './ArtifactIndex';
import { VersionResolver } from './VersionResolver';

/** What a page holds besides freshness, the channel and whether this is a sandbox; these are the server's to add. */
export type PageBody = Omit<
  EntityDelivery,
  'channel' | 'measuredBy' | 'sources' | 'sandbox'
>;

/** How the lists of a page are continued. */
export interface PageCursors {
  changes(sha: string): string;
  runs(run: Stored<RunItem>): string;
}

/** A record with all that is derived from it, so that every part of the page goes by the same. */
export class PageModel {
  readonly graph: CommitGraph;
  readonly resolver: VersionResolver;
  readonly lanes: LaneVersions[];
  readonly compare: CompareContext;
  readonly head?: string;
  readonly branch?: string;
  readonly accessTo: ReturnType<typeof runAccess>;
  readonly #mainChanges: CommitItem[];

  constructor(readonly record: EntityRecord) {
    const folders = record.claims.source?.paths ?? [''];
    this.accessTo = runAccess(record);
    this.graph = new CommitGraph(record.commits.map(({ item }) => item));
    this.resolver = new VersionResolver(record, this.graph);
    this.lanes = laneVersions(
      record.ladder,
      record.targets,
      this.resolver,
      this.graph,
    );
    const branch = record.branches.find(({ item }) => item.isDefault)?.item;
    this.head = branch?.sha;
    this.branch = branch?.name;
    this.#mainChanges = branch
      ? changesOfMainline(this.graph, branch.sha, folders, 1000)
      : [];
    this.compare = {
      graph: this.graph,
      folders,
      mainChanges: new Set(this.#mainChanges.map(each => each.sha)),
      ...(branch && this.graph.get(branch.sha)
        ? {
            main: this.graph.reach(branch.sha),
            mainline: new Set(
              this.graph.firstParents(branch.sha, 1000).map(each => each.sha),
            ),
          }
        : {}),
    };
  }

  /** All changes that are known, newest first: the main branch's, and what runs somewhere without being on it. */
  changes(): { commit: CommitItem; onMain: boolean }[] {
    const { main, folders } = this.compare;
    const offMain = new Map<string, CommitItem>();
    for (const { version } of this.lanes.flatMap(lane => lane.running)) {
      const extra =
        main && version?.commit
          ? this.graph.difference([version.commit.sha], [main])
          : undefined;
      for (const commit of extra ?? []) {
        if (!isMerge(commit) && touches(commit, folders)) {
          offMain.set(commit.sha, commit);
        }
      }
    }
    const result = this.#mainChanges.map(commit => ({ commit, onMain: true }));
    for (const commit of offMain.values()) {
      const at = result.findIndex(each => timeOf(each.commit) < timeOf(commit));
      result.splice(at < 0 ? result.length : at, 0, { commit, onMain: false });
    }
    return result;
  }

  /** The newest change of the main branch with what was built from it. */
  build(): BuildLane {
    const { source } = this.record.claims;
    if (!source) {
      return {
        unknownBecause:
          this.record.claims.sourceWithheld ??
          `no annotation ${A.sourceLocation} tells where its code is`,
      };
    }
    const commit = this.#mainChanges[0];
    const { runs } = this.record;
    const run = commit
      ? runOf(runs.filter(({ item }) => item.sha === commit.sha))
      : undefined;
    const artifact = commit && this.resolver.artifactOf(commit.sha);
    return {
      repository: source.repository,
      ...defined({
        branch: this.branch,
        commit: commit && commitSummary(commit),
        run: run && runView(run, this.accessTo(run), commit),
        artifact: artifact && {
          image: artifactImage(artifact),
          evidence: {
            certainty: 'certain' as const,
            reason: artifact.sourceEvidence ?? 'what the artifact says',
          },
          ...defined({
            sizeBytes: artifact.sizeBytes,
            createdAt: artifact.createdAt,
            attestations: artifact.attestations,
          }),
        },
        unknownBecause: commit ? undefined : this.#noBuildBecause(),
      }),
    };
  }

  #noBuildBecause(): string {
    const { source } = this.record.claims;
    if (this.record.branches.length === 0) {
      return `no source has told of ${source?.repository}`;
    }
    return this.graph.size === 0
      ? `no commit of ${source?.repository} is known yet`
      : `no known commit of its main branch touches ${source?.paths.join(
          ', ',
        )}`;
  }
}

/** Builds the page of an entity; the lists hold their first pages. */
export function buildPage(
  model: PageModel,
  history: HistorySlice & { nextCursor?: string },
  cursors: PageCursors,
  sizes: { changes: number; runs: number },
): PageBody {
  const { record } = model;
  const changes = model.changes();
  const shown = changes.slice(0, sizes.changes);
  const runs = record.runs.slice(0, sizes.runs);
  const context = {
    record,
    graph: model.graph,
    resolver: model.resolver,
    lanes: model.lanes,
  };
  const somethingIsThere =
    record.targets.length > 0 ||
    record.branches.length > 0 ||
    record.commits.length > 0 ||
    record.runs.length > 0 ||
    record.releases.length > 0;
  const page: PageBody = {
    entityRef: record.entity.ref,
    state: somethingIsThere ? 'ready' : 'nothingLinked',
    tried: record.claims.tried,
    warnings: warningsOf(record),
    build: model.build(),
    lanes: buildLanes(record, model.lanes, model.resolver, model.compare),
    previews: buildPreviews(record, model.resolver),
    changes: {
      items: shown.map(({ commit, onMain }) =>
        changeView(commit, onMain, context),
      ),
      ...(changes.length > shown.length
        ? { nextCursor: cursors.changes(shown[shown.length - 1].commit.sha) }
        : {}),
    },
    runs: {
      items: runs.map(run =>
        runView(run, model.accessTo(run), model.graph.get(run.item.sha ?? '')),
      ),
      ...(record.runs.length > runs.length
        ? { nextCursor: cursors.runs(runs[runs.length - 1]) }
        : {}),
    },
    history: {
      items: buildHistory(history, record, model.resolver),
      ...defined({ nextCursor: history.nextCursor }),
    },
    releases: record.releases.map(({ id, sourceId, item }) => ({
      id,
      sourceId,
      tag: item.tag,
      name: item.name,
      prerelease: item.prerelease,
      publishedAt: item.publishedAt,
      ...defined({ sha: item.sha, author: item.author, url: item.url }),
    })),
  };
  markUnobserved(page, record.unobserved);
  const [since] = [
    ...record.branches.filter(({ item }) => item.isDefault),
    ...record.runs,
  ]
    .map(({ id }) => record.unobserved.get(id))
    .filter(each => each !== undefined)
    .sort();
  if (since) {
    page.build.staleSince = since;
  }
  return page;
}

function warningsOf(record: EntityRecord): EntityWarning[] {
  const warnings = [...record.claims.warnings];
  const names = new Set(record.targets.map(({ stored }) => stored.item.name));
  for (const claim of record.claims.claims) {
    for (const name of claim.names ?? []) {
      if (!names.has(name)) {
        warnings.push({
          ...defined({ annotation: claim.annotation }),
          message: `No configured source has a target '${name}' that fills a lane. Is the name right, and is it not made of other targets only?`,
        });
      }
    }
  }
  for (const target of record.targets) {
    const { link, stored } = target;
    if (!link.environment && !link.preview) {
      warnings.push({
        message: `No rule tells the environment of ${
          isFull(target) ? `${stored.item.resource} ` : ''
        }'${
          stored.item.name
        }', so that it is in no lane. Give it a label 'environment', or add a match to delivery.environments.`,
      });
    }
    if (link.evidence.trust !== 'backed') {
      warnings.push({
        message: `'${stored.item.name}' is shown with its status only: ${link.evidence.trustReason}.`,
      });
    }
  }
  for (const reason of record.withheld) {
    warnings.push({ message: `A claim shows nothing: ${reason}.` });
  }
  return warnings;
}
