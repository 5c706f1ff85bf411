import type { ObserveContext } from '@throughline/plugin-delivery-node';
import type { PublishedConfig } from '../config/readPublished';
import { DocumentFetcher } from './DocumentFetcher';
import { readPlan, type PlanSummary } from './readPlan';
import { readState, type StateSummary } from './readState';
import type { Fetched } from './targetOf';

/** One workspace whose plan or state is published, and when it was looked at. */
export class PublishedEntry {
  readonly scope: string;
  readonly #plan?: DocumentFetcher<PlanSummary>;
  readonly #state?: DocumentFetcher<StateSummary>;
  #lookedAt = -Infinity;

  constructor(readonly config: PublishedConfig) {
    this.scope = `published:${config.key}`;
    const { planUrl, stateUrl } = config;
    this.#plan = planUrl
      ? new DocumentFetcher(config, planUrl, readPlan)
      : undefined;
    this.#state = stateUrl
      ? new DocumentFetcher(config, stateUrl, readState)
      : undefined;
  }

  /** Whether its own interval is over; timers that fire a little early do not cost it a round. */
  isDue(now: number): boolean {
    return now - this.#lookedAt >= this.config.pollMs - 1_000;
  }

  /** @throws SourceFailure, UnreadableDocument */
  async fetch(
    context: Pick<ObserveContext, 'signal'> &
      Partial<Pick<ObserveContext, 'countCall'>>,
  ): Promise<Fetched> {
    this.#lookedAt = Date.now();
    const [plan, state] = await Promise.all([
      this.#plan?.fetch(context),
      this.#state?.fetch(context),
    ]);
    return {
      plan: plan?.content,
      planWrittenAt: plan?.writtenAt,
      state: state?.content,
    };
  }
}
