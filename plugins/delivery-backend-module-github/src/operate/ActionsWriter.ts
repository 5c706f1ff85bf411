import {
  SourceFailure,
  type OperateContext,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { WriteAnswer, WriteClient } from '../api/WriteClient';
import type { RepositoryName } from '../graphql/queryRepositories';
import {
  explainCancel,
  explainDispatch,
  explainRerun,
  KNOWS_NO_DETAILS,
} from './explain';
import type { WorkflowPlace } from './WorkflowPlace';

const Dispatched = z.object({ workflow_run_id: z.number().int().min(1) });

/** Asks GitHub Actions to act. */
export class ActionsWriter {
  constructor(
    private readonly client: WriteClient,
    private readonly context: Pick<OperateContext, 'signal'>,
  ) {}

  /**
   * Runs a workflow.
   *
   * @returns the run, where GitHub tells it, and GitHub's clock
   * @throws SourceFailure
   */
  async dispatch(
    place: WorkflowPlace,
    ref: string,
    inputs: Readonly<Record<string, string>>,
  ): Promise<{ run?: string; now: number }> {
    const body = { ref, inputs };
    const asked = await this.#dispatch(place, {
      ...body,
      return_run_details: true,
    });
    // Refused for the key alone, it has done nothing.
    const { json, now } = asked ?? (await this.#dispatch(place, body))!;
    const run = Dispatched.safeParse(json).data?.workflow_run_id;
    return run === undefined ? { now } : { run: String(run), now };
  }

  /** @throws SourceFailure */
  async rerun(
    name: RepositoryName,
    id: string,
    which: 'rerun' | 'rerun-failed-jobs',
  ): Promise<void> {
    await this.client.call(
      name,
      {
        asked: 'start a run again',
        method: 'POST',
        path: ['actions', 'runs', id, which],
        permission: 'actions: write',
        explain: explainRerun,
      },
      this.context,
    );
  }

  /** @throws SourceFailure */
  async cancel(name: RepositoryName, id: string): Promise<void> {
    await this.client.call(
      name,
      {
        asked: 'cancel a run',
        method: 'POST',
        path: ['actions', 'runs', id, 'cancel'],
        permission: 'actions: write',
        explain: explainCancel,
      },
      this.context,
    );
  }

  /** @returns undefined where GitHub does not know the key that asks for the run */
  async #dispatch(
    place: WorkflowPlace,
    body: { ref: string; return_run_details?: boolean },
  ): Promise<WriteAnswer | undefined> {
    const explain = explainDispatch(place, body.ref);
    const answer = await this.client.call(
      place.name,
      {
        asked: 'run a workflow',
        method: 'POST',
        path: ['actions', 'workflows', place.file, 'dispatches'],
        body,
        permission: 'actions: write',
        accept: [400, 422],
        explain,
      },
      this.context,
    );
    if (answer.status < 300) {
      return answer;
    }
    if (body.return_run_details && KNOWS_NO_DETAILS.test(answer.message)) {
      return undefined;
    }
    throw new SourceFailure(
      'configuration',
      `${place.name.identity}: ${explain(answer)}`,
    );
  }
}
