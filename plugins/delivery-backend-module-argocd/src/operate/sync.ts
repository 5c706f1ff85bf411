import type { OperationParameter } from '@throughline/plugin-delivery-common';
import type {
  SourceOperation,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import type { ArgocdClient } from '../api/ArgocdClient';
import { operationKey } from '../mapping/deployments';
import { urlOf } from '../mapping/target';
import { applicationOf, handleOf, nameOf } from './ApplicationHandle';
import { hookSteps } from './hookSteps';
import { judgeSync } from './judgeSync';
import {
  readLiveApplication,
  TOKEN_INFO,
  type LiveApplication,
} from './readLiveApplication';
import { whileBusy, whileDeleted } from './unavailable';

/** So recent is an operation of somebody else that ours may have come and gone before it. */
const RECENT_MS = 2 * 60_000;

const FLAGS: OperationParameter[] = [
  {
    name: 'prune',
    title: 'Prune',
    description: 'Removes what Git has no more.',
    type: 'boolean',
    required: false,
    defaultValue: 'false',
  },
  {
    name: 'dryRun',
    title: 'Dry run',
    description: 'Changes nothing, and says what would fail.',
    type: 'boolean',
    required: false,
    defaultValue: 'false',
  },
];

const REVISION: OperationParameter = {
  name: 'revision',
  title: 'Revision',
  description:
    'A commit, branch or tag; what the application follows unless given. While it syncs by itself, Argo CD refuses any other.',
  type: 'string',
  required: false,
  pattern: '\\w[\\w./@+-]{0,249}',
};

/**
 * Syncs a whole application. Not a part of it, which would skip its hooks and leave no history; and not Argo CD's roll
 * back, which skips hooks too.
 */
export function syncOperation(
  client: ArgocdClient,
  instanceUrl: string,
): SourceOperation {
  return {
    operation: 'sync',
    subject: 'target',
    resources: ['Application'],
    unavailable: subject =>
      whileDeleted(applicationOf(subject)) ?? whileBusy(applicationOf(subject)),
    // Of several sources, one revision would say nothing.
    parameters: async subject =>
      hasOneSource(applicationOf(subject)) ? [REVISION, ...FLAGS] : FLAGS,
    async start({ subject, parameters, token, actor }, { signal }) {
      const target = applicationOf(subject);
      const { revision } = parameters;
      const dryRun = parameters.dryRun === 'true';
      await client.change(
        target,
        {
          method: 'POST',
          path: ['sync'],
          body: {
            ...(revision ? { revision } : {}),
            prune: parameters.prune === 'true',
            dryRun,
            infos: [
              { name: TOKEN_INFO, value: token },
              { name: 'actor', value: actor },
            ],
          },
          right: 'applications, sync',
        },
        { signal },
      );
      return handleOf(target, handleParts(token, parameters));
    },
    async find({ subject, parameters, token }, { signal }) {
      const target = applicationOf(subject);
      const live = await readLiveApplication(client, target, signal);
      if (live?.asked === token || live?.done === token) {
        return handleOf(target, handleParts(token, parameters));
      }
      return live && mayHide(live) ? 'unsure' : undefined;
    },
    async follow(handle, { signal }) {
      const name = nameOf(handle);
      const live = await readLiveApplication(client, name, signal);
      const isOurs = live?.done === handle.token;
      const deployment = isOurs ? operationKey(live.application) : undefined;
      const steps = isOurs ? hookSteps(live.results) : [];
      return {
        ...judgeSync(live, {
          token: handle.token,
          dryRun: handle.dryRun === 'true',
          ...(handle.revision ? { revision: handle.revision } : {}),
        }),
        ...(steps.length > 0 ? { steps } : {}),
        url: urlOf(instanceUrl, name),
        ...(deployment ? { deployment } : {}),
      };
    },
  };
}

function handleParts(
  token: string,
  { revision, dryRun }: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    token,
    ...(dryRun === 'true' ? { dryRun } : {}),
    ...(revision ? { revision } : {}),
  };
}

function hasOneSource({ desired }: TargetItem): boolean {
  return desired.length === 1;
}

/** Argo CD remembers the last operation only, and one that has just begun may have followed ours. */
function mayHide({ application }: LiveApplication): boolean {
  const { startedAt } = application.status?.operationState ?? {};
  return Date.now() - Date.parse(startedAt ?? '') < RECENT_MS;
}
