import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { RepositoryCall } from '../api/RepositoryCall';
import { lookUpFile } from '../write/commits/lookUpFile';
import { parseWorkflow, type Dispatchable } from './parseWorkflow';

/** Where Gitea and Forgejo look for workflows; the first folder that has one counts. */
const FOLDERS = ['.forgejo/workflows', '.gitea/workflows', '.github/workflows'];

/**
 * How a workflow can be run by hand at a branch or tag.
 *
 * @throws SourceFailure, of kind `configuration` where it cannot
 */
export async function readDispatchable(
  call: RepositoryCall,
  file: string,
  ref: string,
): Promise<Dispatchable> {
  const what = `${file.slice(0, 100)} of ${call.name}`;
  const at = `'${ref.slice(0, 100)}'`;
  for (const folder of FOLDERS) {
    const found = await lookUpFile(call, ref, `${folder}/${file}`);
    if (found) {
      const parsed = parseWorkflow((found.content ?? '').toString());
      if ('reason' in parsed) {
        throw new SourceFailure(
          'configuration',
          `${what} cannot be run at ${at}: ${parsed.reason}`,
        );
      }
      return parsed;
    }
  }
  throw new SourceFailure(
    'configuration',
    `There is no workflow ${what} at ${at}, or no such branch or tag, or the token may not read it`,
  );
}
