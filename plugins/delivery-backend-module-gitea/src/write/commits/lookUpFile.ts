import { SourceFailure } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { RepositoryCall } from '../../api/RepositoryCall';

const File = z.object({
  type: z.string(),
  sha: z.string().min(1),
  encoding: z.string().nullish(),
  content: z.string().nullish(),
});

/** A file at a commit. */
export interface FoundFile {
  /** The name that Git gives its content. */
  sha: string;
  /** Undefined where it is too large to be told. */
  content?: Buffer;
}

/**
 * A file at a commit; undefined where there is none, or no such commit.
 *
 * @throws SourceFailure where it is no file: writing through a link would replace it
 */
export async function lookUpFile(
  call: RepositoryCall,
  ref: string,
  path: string,
): Promise<FoundFile | undefined> {
  const { status, json } = await call.send({
    asked: 'look a file up',
    path: ['contents', ...path.split('/')],
    query: { ref },
    accept: [404],
  });
  if (status === 404) {
    return undefined;
  }
  const { data } = File.safeParse(json);
  const type = Array.isArray(json) ? 'dir' : data?.type;
  if (type !== undefined && type !== 'file') {
    throw new SourceFailure(
      'configuration',
      `${path.slice(0, 200)} of ${call.name} is ${
        type === 'symlink' ? 'a symbolic link' : `a ${type.slice(0, 40)}`
      }, not a file: name the file itself`,
    );
  }
  if (!data) {
    throw call.misshapen(path.slice(0, 200));
  }
  return {
    sha: data.sha,
    ...(data.encoding === 'base64' && typeof data.content === 'string'
      ? { content: Buffer.from(data.content, 'base64') }
      : {}),
  };
}
