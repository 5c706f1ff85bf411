import { SourceFailure } from '@throughline/plugin-delivery-node';
import { begin, follow, type OperatorCall } from './callOperator';
import type { ExecuteContext } from './Executor';
import { isEnded } from './targetStates';

/** Asks upstreams to act, each no longer than an answer may take, and never twice at once. */
export class OperatorCalls {
  /** Calls to act that have not come back yet. */
  readonly #unanswered = new Set<string>();

  /** @param answerMs - how long one upstream may keep others waiting */
  constructor(private readonly answerMs: number) {}

  /**
   * Begins what has not begun, and reads how far it has come.
   *
   * @param key - tells one act from another
   * @throws SourceFailure
   */
  async advance(
    key: string,
    work: Pick<OperatorCall, 'operator' | 'request' | 'target' | 'progress'>,
    context: ExecuteContext,
  ): Promise<void> {
    const late = AbortSignal.timeout(this.answerMs);
    const signal = AbortSignal.any([context.signal, late]);
    const { operator, request, target } = work;
    const call: OperatorCall = {
      ...work,
      context: { ...context, signal },
      isUnanswered: this.#unanswered.has(key),
      start: async () => {
        this.#unanswered.add(key);
        try {
          return await operator.start(request, { ...context, signal });
        } finally {
          this.#unanswered.delete(key);
        }
      },
    };
    try {
      if (!target.handle) {
        await begin(call);
      }
      if (target.handle && !isEnded(target)) {
        await follow(call);
      }
    } catch (error) {
      throw late.aborted && !context.signal.aborted
        ? new SourceFailure(
            'timeout',
            `${target.sourceId} has not answered within ${Math.ceil(
              this.answerMs / 1000,
            )} seconds`,
          )
        : error;
    }
  }
}
