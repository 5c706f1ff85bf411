import {
  RepositoryGone,
  tellParts,
  type HistoryConfig,
  type Observation,
  type RepositoryPart,
  type RepositoryTurn,
} from '@throughline/plugin-delivery-node';
import type { GitlabClient } from '../api/GitlabClient';
import { readProject, type Feature } from '../map/ProjectFacts';
import type { Memory } from '../source/Memory';
import type { ProjectState } from '../source/ProjectState';
import { collectBranches } from './collectBranches';
import { collectCommits } from './collectCommits';
import { collectDeployments } from './collectDeployments';
import { collectPulls } from './collectPulls';
import { collectReleases } from './collectReleases';
import { collectRuns } from './collectRuns';
import type { ProjectPass } from './ProjectPass';

/** What changes without a branch or a pipeline that moves is looked at less often. */
const QUIET_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

/** What a look at a project is made with. */
export interface LookOptions {
  client: GitlabClient;
  memory: Memory;
  history: HistoryConfig;
  /** As the API names it: its path with all groups, or its number. */
  project: string;
}

/**
 * Tells what is new in a project: branches and pipelines at each look; the rest where these moved, a hint or new
 * interest asks for it, or now and then.
 *
 * @returns whether something is under way there
 */
export async function* observeProject(
  turn: RepositoryTurn<ProjectState>,
  options: LookOptions,
): AsyncGenerator<Observation, boolean> {
  const { client, memory, history } = options;
  const { identity, interest, state, hinted } = turn;
  const pass: ProjectPass = {
    identity,
    interest,
    client,
    memory,
    history,
    state,
    project: await askProject(identity, options, hinted),
    thorough: hinted,
    moved: false,
    changed: [],
  };
  const isQuiet = (kind: string) =>
    !hinted &&
    !turn.hot &&
    !pass.moved &&
    pass.changed.length === 0 &&
    !memory.isDue(identity, kind, QUIET_MS);
  const isRare = (kind: string) =>
    !hinted &&
    state.releases !== undefined &&
    !memory.isDueInTurn(identity, kind, HOUR_MS);
  yield* tellParts(
    [
      part('branches', 'repository', () => collectBranches(pass)),
      part('runs', 'builds', () => collectRuns(pass)),
      part('commits', 'repository', () => collectCommits(pass)),
      part('pulls', 'merge_requests', () => collectPulls(pass), isQuiet),
      part(
        'deployments',
        'environments',
        () => collectDeployments(pass),
        isQuiet,
      ),
      part('releases', 'releases', () => collectReleases(pass), isRare),
    ],
    client.signal,
  );
  return (state.runs?.active.length ?? 0) > 0 || pass.moved;

  function part(
    kind: string,
    feature: Feature,
    tell: () => AsyncGenerator<Observation>,
    isLeftOut: (kind: string) => boolean = () => false,
  ): RepositoryPart {
    return {
      kind,
      isWanted: () => !pass.project.disabled.has(feature) && !isLeftOut(kind),
      async *tell() {
        yield* tell();
        memory.looked(identity, kind);
      },
    };
  }
}

async function askProject(
  identity: string,
  { client, memory, project }: LookOptions,
  hinted: boolean,
) {
  const known = memory.projects.get(identity);
  if (known && !hinted && !memory.isDue(identity, 'project', HOUR_MS)) {
    return known;
  }
  const answer = await client.get('project', ['projects', project]);
  if (answer.type === 'missing') {
    throw new RepositoryGone(
      answer.movedTo
        ? `it has moved; it is '${answer.movedTo}' now. Correct the catalog`
        : 'there is no such project, or the token may not see it (GitLab answers 404 to both)',
    );
  }
  const facts = readProject(answer.json);
  memory.projects.set(identity, facts);
  memory.looked(identity, 'project');
  return facts;
}
