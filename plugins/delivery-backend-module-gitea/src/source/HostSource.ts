import {
  keepAlive,
  RateBudget,
  RepositoryRounds,
  type DeliverySource,
  type HistoryConfig,
  type Observation,
  type ObserveContext,
  type RepositoryWriter,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import { ActClient } from '../api/ActClient';
import { GiteaClient } from '../api/GiteaClient';
import { observeRepository } from '../collect/observeRepository';
import { SCOPES } from '../collect/RepositoryPass';
import type { HostConfig } from '../config/HostConfig';
import { createOperators } from '../operate/createOperators';
import { GiteaWriter } from '../write/GiteaWriter';
import { WriteRule } from '../write/WriteRule';
import { Memory } from './Memory';
import { pathOf } from './pathOf';
import { RepositoryStateSchema, type RepositoryState } from './RepositoryState';

/** Hosts of this kind are small more often than not. */
const PARALLEL = 2;
/** A pass begins no further repository after so long, so that hints have not to wait. */
const LONGEST_PASS_MS = 60_000;

/** The repositories of interest at one host. */
export class HostSource implements DeliverySource {
  readonly system = 'gitea';
  readonly strategy = 'poll';
  readonly maxSilenceMs = 120_000;
  readonly observes = ['Repository', 'WorkflowRun'];
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly pollMs: number;
  readonly writer: RepositoryWriter;
  readonly operators?: readonly SourceOperation[];
  readonly #history: HistoryConfig;
  readonly #budget: RateBudget;
  readonly #memory = new Memory();
  readonly #rounds: RepositoryRounds<RepositoryState>;

  constructor(
    private readonly host: HostConfig,
    options: { history: HistoryConfig; pollMs: number },
  ) {
    this.id = host.sourceId;
    this.title = host.host;
    this.url = host.webUrl;
    this.pollMs = options.pollMs;
    this.#history = options.history;
    this.#budget = new RateBudget({
      share: 1,
      assumedLimit: host.requestsPerMinute,
    });
    const client = new ActClient(host);
    if (host.operations) {
      this.operators = createOperators(client);
    }
    this.writer = new GiteaWriter(client, new WriteRule(host.write, host));
    this.#rounds = new RepositoryRounds({
      scopes: SCOPES,
      state: RepositoryStateSchema,
      parallel: PARALLEL,
      longestMs: LONGEST_PASS_MS,
      distrust: () => this.#memory.reset(),
    });
  }

  async *observe(context: ObserveContext): AsyncGenerator<Observation> {
    context.signal.throwIfAborted();
    let answers = 0;
    const client = new GiteaClient({
      host: this.host,
      budget: this.#budget,
      signal: context.signal,
      urgent: context.reason === 'hint',
      countCall: call => {
        answers += call.outcome === 'ok' ? 1 : 0;
        context.countCall(call);
      },
    });
    const interests = context.interests.repositories.filter(
      ({ repository }) => pathOf(repository, this.host) !== undefined,
    );
    const round = this.#rounds.observe(context, interests, turn =>
      observeRepository(turn, {
        client,
        memory: this.#memory,
        history: this.#history,
        path: pathOf(turn.identity, this.host)!,
      }),
    );
    yield* keepAlive(round, () => answers);
  }
}
