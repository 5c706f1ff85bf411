import { z } from 'zod';
import type { CommitRequest } from '@throughline/plugin-delivery-node';
import { sha } from '../../map/schemas';
import type { ProjectCall } from '../../api/ProjectCall';
import { lookUpFiles } from './lookUpFiles';

const File = z.object({ last_commit_id: sha });

/** What GitLab is to do with one file. */
export interface FileAction {
  action: 'create' | 'update' | 'delete';
  file_path: string;
  content?: string;
  encoding?: 'base64';
  /** The commit that changed it last: GitLab refuses to touch what has changed since. */
  last_commit_id?: string;
}

/**
 * What a commit is to change. A file that is there keeps its mode; one that is to be removed and is not there is left
 * out.
 *
 * @param options.compare - whether GitLab is to compare each file with what it was at the parent
 * @throws SourceFailure
 */
export async function makeActions(
  call: ProjectCall,
  request: Pick<CommitRequest, 'parent' | 'files'>,
  options: { compare: boolean },
): Promise<FileAction[]> {
  const { parent, files } = request;
  const known = await lookUpFiles(call, {
    ref: parent,
    paths: Object.keys(files),
  });
  const actions: FileAction[] = [];
  for (const [path, content] of Object.entries(files)) {
    const isThere = known.has(path);
    if (isThere || content !== null) {
      actions.push({
        ...actionOf(path, content, isThere),
        ...(isThere && options.compare
          ? { last_commit_id: await lastCommitOf(call, path, parent) }
          : {}),
      });
    }
  }
  return actions;
}

function actionOf(
  path: string,
  content: string | null,
  isThere: boolean,
): FileAction {
  return content === null
    ? { action: 'delete', file_path: path }
    : {
        action: isThere ? 'update' : 'create',
        file_path: path,
        content: Buffer.from(content, 'utf8').toString('base64'),
        encoding: 'base64',
      };
}

async function lastCommitOf(
  call: ProjectCall,
  path: string,
  ref: string,
): Promise<string> {
  const { json } = await call.send({
    asked: 'look a file up',
    path: ['repository', 'files', path],
    query: { ref },
  });
  const { data } = File.safeParse(json);
  if (!data) {
    throw call.misshapen(path.slice(0, 200));
  }
  return data.last_commit_id;
}
