import { nameOfLogin } from '../payloads/user';
import { personByLogin } from '../../world/people';
import { RepositoryInfo } from '../code/CodeHost';
import { Forge } from '../Forge';
import { JournaledRecords } from '../ForgeRecords';
import { mergeState } from '../mergeState';
import { PullRecord } from '../records';
import { GitWrites, Signature } from './GitWrites';

/** What a merge is asked for with. */
export interface MergeRequest {
  method: 'merge' | 'squash';
  title?: string;
  message?: string;
  actor: string;
}

/**
 * Merges a pull request and moves its base, alone: nothing comes in between. The records say so before the push is
 * announced; the journal, which waits for the repository itself, only afterwards.
 *
 * @returns the merged pull request; undefined where it cannot be merged now
 */
export async function mergePull(
  parts: { forge: Forge; writes: GitWrites; records: JournaledRecords },
  info: RepositoryInfo,
  number: number,
  request: MergeRequest,
): Promise<PullRecord | undefined> {
  const { forge, writes, records } = parts;
  const repository = info.fullName;
  const done = await writes.alone(repository, request.actor, async move => {
    const pull = records.pulls(repository).find(each => each.number === number);
    if (!pull || (await mergeState(forge, repository, pull)) !== 'clean') {
      return undefined;
    }
    const ref = `refs/heads/${pull.base.ref}`;
    const base = (await forge.code.resolve(repository, ref))!;
    const tree = await forge.code.mergeTree(repository, base, pull.head.sha);
    if (!tree) {
      return undefined;
    }
    const sha = await writes.commit(repository, {
      message: await messageOf(forge, repository, pull, request),
      tree,
      parents: request.method === 'merge' ? [base, pull.head.sha] : [base],
      author: signatureOf(request.actor),
    });
    await move(ref, sha);
    const now = new Date().toISOString();
    const merged: PullRecord = {
      ...pull,
      state: 'closed',
      updatedAt: now,
      closedAt: now,
      mergedAt: now,
      mergedBy: request.actor,
      mergeSha: sha,
    };
    records.put(repository, merged);
    return merged;
  });
  if (done) {
    await records.save(repository, done);
  }
  return done;
}

/** How a login signs commits. */
export function signatureOf(login: string): Signature {
  return {
    name: nameOfLogin(login),
    email: personByLogin(login)?.email ?? `${login}@acme.example`,
  };
}

/** As upstream: a merge names the branch; one commit that is squashed keeps its own words. */
async function messageOf(
  forge: Forge,
  repository: string,
  pull: PullRecord,
  { method, title, message }: MergeRequest,
): Promise<string> {
  if (method === 'merge') {
    const subject =
      title ??
      `Merge pull request #${pull.number} from ${repository.split('/')[0]}/${
        pull.head.ref
      }`;
    return `${subject}\n\n${message ?? pull.title}`;
  }
  const compared = await forge.code.compare(
    repository,
    pull.base.ref,
    pull.head.sha,
  );
  const [only, ...more] = compared?.ahead ?? [];
  const single = only && more.length === 0 ? only : undefined;
  const body =
    message ??
    (single
      ? single.message.split('\n').slice(2).join('\n')
      : (compared?.ahead ?? []).map(each => `* ${each.subject}`).join('\n'));
  const subject = `${title ?? single?.subject ?? pull.title} (#${pull.number})`;
  return body ? `${subject}\n\n${body}` : subject;
}
