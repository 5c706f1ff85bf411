import { QueueItem } from '../BuildQueue';
import { causeObject } from './buildObject';
import { parameterValues } from './parameterValues';
import { itemUrl } from './urls';

/** An item of the queue, as the API tells it. */
export function queueItemObject(
  item: QueueItem,
  baseUrl: string,
): Record<string, unknown> {
  const { job, state, parameters } = item;
  const url = itemUrl(baseUrl, job);
  const waiting = state === 'waiting';
  return {
    _class: waiting
      ? 'hudson.model.Queue$WaitingItem'
      : 'hudson.model.Queue$LeftItem',
    actions: [
      {
        _class: 'hudson.model.CauseAction',
        causes: [causeObject(item.cause)],
      },
      ...(parameters
        ? [
            {
              _class: 'hudson.model.ParametersAction',
              parameters: parameterValues(job, parameters),
            },
          ]
        : []),
    ],
    blocked: false,
    buildable: false,
    id: item.id,
    inQueueSince: item.since.getTime(),
    params: Object.entries(parameters ?? {})
      .map(([name, value]) => `\n${name}=${value}`)
      .join(''),
    stuck: false,
    task: {
      _class: 'org.jenkinsci.plugins.workflow.job.WorkflowJob',
      name: job.slice(job.lastIndexOf('/') + 1),
      fullName: job,
      url,
      color: 'blue',
    },
    url: `queue/item/${item.id}/`,
    why: item.why,
    ...(waiting
      ? { timestamp: item.since.getTime() + 1_000 }
      : {
          cancelled: state === 'cancelled',
          executable:
            item.build === undefined
              ? null
              : {
                  _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
                  number: item.build,
                  url: `${url}${item.build}/`,
                },
        }),
  };
}
