import {
  keepAlive,
  RateBudget,
  RepositoryRounds,
  SourceFailure,
  type DeliverySource,
  type HistoryConfig,
  type Observation,
  type ObserveContext,
  type RepositoryWriter,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import { ActClient } from '../api/ActClient';
import { GitlabClient } from '../api/GitlabClient';
import { observeProject } from '../collect/observeProject';
import { SCOPES } from '../collect/ProjectPass';
import type { HostConfig } from '../config/HostConfig';
import { createOperators } from '../operate/createOperators';
import { GitlabWriter } from '../write/GitlabWriter';
import { WriteRule } from '../write/WriteRule';
import { Memory } from './Memory';
import { projectOf } from './projectOf';
import { ProjectStateSchema, type ProjectState } from './ProjectState';

const PARALLEL = 4;
/** A pass begins no further project after so long, so that hints have not to wait. */
const LONGEST_PASS_MS = 60_000;

/** The projects of interest at one host. */
export class HostSource implements DeliverySource {
  readonly system = 'gitlab';
  readonly strategy = 'poll';
  readonly maxSilenceMs = 120_000;
  readonly observes = ['Project', 'Pipeline', 'Environment'];
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly pollMs: number;
  readonly unavailable?: string;
  readonly writer: RepositoryWriter;
  readonly operators?: readonly SourceOperation[];
  readonly #history: HistoryConfig;
  readonly #budget: RateBudget;
  readonly #memory = new Memory();
  readonly #rounds: RepositoryRounds<ProjectState>;
  #pausedUntil = 0;

  constructor(
    private readonly host: HostConfig,
    options: { history: HistoryConfig; pollMs: number },
  ) {
    this.id = host.sourceId;
    this.title = host.host;
    this.url = host.webUrl;
    this.pollMs = options.pollMs;
    this.unavailable = host.unavailable;
    this.#history = options.history;
    this.#budget = new RateBudget({
      share: host.budget,
      assumedLimit: host.requestsPerMinute,
    });
    const client = new ActClient({ host, budget: this.#budget });
    if (host.operations) {
      this.operators = createOperators(client);
    }
    this.writer = new GitlabWriter(client, new WriteRule(host.write, host));
    this.#rounds = new RepositoryRounds({
      scopes: SCOPES,
      state: ProjectStateSchema,
      parallel: PARALLEL,
      longestMs: LONGEST_PASS_MS,
      distrust: () => this.#memory.reset(),
    });
  }

  async *observe(context: ObserveContext): AsyncGenerator<Observation> {
    context.signal.throwIfAborted();
    this.#throwIfPaused();
    let answers = 0;
    const client = new GitlabClient({
      host: this.host,
      budget: this.#budget,
      signal: context.signal,
      urgent: context.reason === 'hint',
      countCall: call => {
        answers += call.outcome === 'ok' ? 1 : 0;
        context.countCall(call);
      },
      pause: until => {
        this.#pausedUntil = Math.max(this.#pausedUntil, until);
      },
    });
    const interests = context.interests.repositories.filter(
      ({ repository }) => projectOf(repository, this.host) !== undefined,
    );
    const round = this.#rounds.observe(context, interests, turn =>
      observeProject(turn, {
        client,
        memory: this.#memory,
        history: this.#history,
        project: projectOf(turn.identity, this.host)!,
      }),
    );
    yield* keepAlive(round, () => answers);
    const { reading } = this.#budget;
    if (reading) {
      yield { type: 'budget', ...reading };
    }
  }

  #throwIfPaused(): void {
    const left = this.#pausedUntil - Date.now();
    if (left > 0) {
      throw new SourceFailure(
        'rateLimit',
        `${this.host.host} wants to be left alone for a while`,
        { retryAfterMs: left },
      );
    }
  }
}
