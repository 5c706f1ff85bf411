import {
  planDocument,
  stateDocument,
  type Finding,
  type WorkspaceSpec,
} from './documents';

const HOUR_MS = 3_600_000;

/** The workspaces whose plans and states the sandbox publishes; somebody made production's database larger by hand. */
const SPECS: (WorkspaceSpec & { finding: Finding })[] = [
  {
    name: 'settlements-database',
    environment: 'production',
    size: 4,
    finding: 'drifted',
  },
  {
    name: 'settlements-database-staging',
    environment: 'staging',
    size: 2,
    finding: 'inSync',
  },
];

/** What a pipeline would publish of each workspace: it plans each hour, and when something changes. */
export class Workspaces {
  readonly #workspaces = new Map(
    SPECS.map(({ finding, ...spec }) => [
      spec.name,
      { spec, finding, changedAt: 0 },
    ]),
  );

  /** What the last plan of each workspace found. */
  findings(): Record<string, Finding> {
    return Object.fromEntries(
      [...this.#workspaces].map(([name, { finding }]) => [name, finding]),
    );
  }

  /** Has the next plan find something else, at once. False where there is no such workspace. */
  find(name: string, finding: Finding, now: Date): boolean {
    const workspace = this.#workspaces.get(name);
    if (workspace) {
      Object.assign(workspace, { finding, changedAt: now.getTime() });
    }
    return workspace !== undefined;
  }

  /** The plan as it was published last, and when. */
  plan(name: string, now: Date): { document: object; at: Date } | undefined {
    const workspace = this.#workspaces.get(name);
    if (!workspace) {
      return undefined;
    }
    const { spec, finding, changedAt } = workspace;
    const hour = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
    const at = new Date(Math.max(hour, changedAt));
    return { document: planDocument(spec, finding, at), at };
  }

  /** The state as it was published last. */
  state(name: string): object | undefined {
    const workspace = this.#workspaces.get(name);
    return workspace && stateDocument(workspace.spec, workspace.finding);
  }
}
