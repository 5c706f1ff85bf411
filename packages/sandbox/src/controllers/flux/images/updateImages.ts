import type { Repositories } from '../../../git/Repositories';
import { at, timestamp } from '../../../kubernetes/json';
import type { KubeObject } from '../../../kubernetes/types';
import { withConditions } from '../conditions';
import { placeOf, revisionOf } from '../fetchSource';
import { acknowledged } from '../requests';
import { applySetters } from './applySetters';
import type { ImageRef } from './ImageRef';

/** Whose token the automation pushes with. */
const PUSHES_AS = 'acme-ci';

/**
 * One run of an ImageUpdateAutomation: what the policies chose is written to the marked lines of its folder, in a
 * commit of its own if any differs.
 *
 * @param policies - what they chose, by `namespace:name`
 * @returns the automation, with what came of it
 */
export async function updateImages(
  repositories: Repositories,
  automation: KubeObject,
  source: KubeObject,
  policies: ReadonlyMap<string, ImageRef>,
): Promise<KubeObject> {
  const { repository, branch } = placeOf(source);
  const head = await repositories.resolve(repository, branch);
  if (!head) {
    return withRun(automation, {
      status: 'False',
      reason: 'GitOperationFailed',
      message: `couldn't find remote ref "refs/heads/${branch}"`,
    });
  }
  const folder = String(at(automation.spec, ['update', 'path']) ?? '').replace(
    /^\.\/|\/$/g,
    '',
  );
  const files: Record<string, string> = {};
  const before = await repositories.readTree(repository, head, folder);
  for (const [name, text] of before) {
    const after = applySetters(text, policy => policies.get(policy));
    if (after !== text) {
      files[folder ? `${folder}/${name}` : name] = after;
    }
  }
  const isOld = Object.keys(files).length === 0;
  const pushed = isOld
    ? undefined
    : await repositories.commit(repository, {
        branch,
        message: 'Update from image update automation\n',
        author: authorOf(automation),
        files,
      });
  return withRun(
    automation,
    {
      status: 'True',
      reason: 'Succeeded',
      message: pushed
        ? `pushed commit '${pushed.slice(0, 7)}' to branch '${branch}'`
        : 'repository up-to-date',
    },
    {
      observedPolicies: Object.fromEntries(
        [...policies].map(([policy, ref]) => [policy.split(':')[1], ref]),
      ),
      observedSourceRevision: revisionOf(branch, pushed ?? head),
      ...(pushed && {
        lastPushCommit: pushed,
        lastPushTime: timestamp(new Date()),
      }),
    },
  );
}

function authorOf({ spec }: KubeObject) {
  const [name, email] = ['name', 'email'].map(key =>
    String(at(spec, ['git', 'commit', 'author', key]) ?? 'flux'),
  );
  return { name, email, login: PUSHES_AS };
}

function withRun(
  automation: KubeObject,
  ready: { status: 'True' | 'False'; reason: string; message: string },
  more: Record<string, unknown> = {},
): KubeObject {
  const now = new Date();
  return {
    ...automation,
    status: {
      ...automation.status,
      ...acknowledged(automation),
      observedGeneration: automation.metadata.generation,
      lastAutomationRunTime: timestamp(now),
      ...more,
      conditions: withConditions(
        automation,
        [{ type: 'Ready', ...ready }],
        [],
        now,
      ),
    },
  };
}
