import {
  cleanMessage,
  SourceFailure,
  type OperationSubject,
  type SourceOperation,
  type TargetItem,
} from '@throughline/plugin-delivery-node';
import { Named, SingleAnswer, Workspace } from '../hcp/schemas';
import { findPlan, markOf } from './findPlan';
import { followPlan } from './followPlan';
import type { Operating } from './Operating';

/** Starts a run that only plans. It can be applied by nobody, and does not wait for the workspace's lock. */
export function createPlan({
  client: connect,
  url,
}: Operating): SourceOperation {
  return {
    operation: 'plan',
    subject: 'target',
    resources: ['Workspace'],
    async start({ subject, actor, token }, { signal }) {
      const client = connect();
      const { key, name } = workspaceOf(subject);
      const { data } = await client.one(['workspaces', key], {}, signal);
      const workspace = Workspace.safeParse(data).data;
      // Access was judged by what was observed under this name.
      if (workspace?.attributes.name !== name) {
        throw new SourceFailure(
          'protocol',
          'The workspace has another name by now: look again',
        );
      }
      const answer = await client.post(
        ['runs'],
        {
          data: {
            type: 'runs',
            attributes: {
              'plan-only': true,
              // A server that does not know the word above must not apply by itself either.
              'auto-apply': false,
              message: `Plan from the portal, for ${cleanMessage(
                actor,
                100,
              )} ${markOf(token)}`,
            },
            relationships: {
              workspace: { data: { type: 'workspaces', id: key } },
            },
          },
        },
        signal,
      );
      const run = Named.safeParse(SingleAnswer.safeParse(answer).data?.data);
      if (!run.success) {
        throw new SourceFailure(
          'unreachable',
          'The answer to the start of the plan cannot be read',
        );
      }
      return { run: run.data.id, workspace: name };
    },
    async find(request, { signal }) {
      const { key, name } = workspaceOf(request.subject);
      const found = await findPlan(connect(), key, request, signal);
      return found === undefined || found === 'unsure'
        ? found
        : { run: found, workspace: name };
    },
    follow: (handle, { signal }) => followPlan(connect(), handle, url, signal),
  };
}

function workspaceOf(subject: OperationSubject): TargetItem {
  if (subject.kind !== 'target') {
    throw new SourceFailure('internal', 'Only workspaces can be planned');
  }
  return subject.target;
}
