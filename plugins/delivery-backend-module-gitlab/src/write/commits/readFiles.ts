import { decodeText } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { ProjectCall } from '../../api/ProjectCall';
import { lookUpFiles } from './lookUpFiles';

const Blob = z.object({ encoding: z.literal('base64'), content: z.string() });

/**
 * Files at a commit, exactly as they are; null where there is none.
 *
 * @throws SourceFailure where one is no file, or no text
 */
export async function readFiles(
  call: ProjectCall,
  request: { ref: string; paths: readonly string[] },
): Promise<Record<string, string | null>> {
  const entries = await lookUpFiles(call, request);
  const files: [string, string | null][] = [];
  for (const path of request.paths) {
    const entry = entries.get(path);
    files.push([path, entry ? await contentOf(call, path, entry.id) : null]);
  }
  return Object.fromEntries(files);
}

async function contentOf(
  call: ProjectCall,
  path: string,
  id: string,
): Promise<string> {
  const { json } = await call.send({
    asked: 'read a file',
    path: ['repository', 'blobs', id],
  });
  const { data } = Blob.safeParse(json);
  if (!data) {
    throw call.misshapen(path.slice(0, 200));
  }
  return decodeText(
    Buffer.from(data.content, 'base64'),
    `${path.slice(0, 200)} of ${call.name}`,
  );
}
