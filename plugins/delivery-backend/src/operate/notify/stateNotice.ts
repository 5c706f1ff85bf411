import type { Notice } from './operationNotice';
import { entityLink } from './entityLink';
import type { StateEvent } from './followStates';
import { topicOf } from './NoticeKind';

/**
 * What is to be told about an environment that has drifted, or is degraded after a deployment.
 *
 * @param concerned - refs of the service's owner and of who brought what runs there
 */
export function stateNotice(
  service: { entityRef: string; title: string },
  { environment, state, since }: StateEvent,
  concerned: readonly string[],
): Notice {
  return {
    kind: state,
    message: {
      recipients: { type: 'entity', entityRef: [...new Set(concerned)] },
      payload: {
        title:
          state === 'drifted'
            ? `${service.title} has drifted in ${environment}`
            : `${service.title} is degraded in ${environment} after a deployment`,
        description: `Since ${since}`,
        link: entityLink(service.entityRef),
        severity: state === 'degraded' ? 'high' : 'normal',
        topic: topicOf(state),
        scope: JSON.stringify([service.entityRef, environment, state]),
      },
    },
  };
}
