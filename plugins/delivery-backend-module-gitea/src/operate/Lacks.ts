import { cleanMessage, SourceFailure } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { RepositoryCall } from '../api/RepositoryCall';

/** A host may have been brought up to date since. */
const REMEMBERED_MS = 60 * 60_000;

const Version = z.object({ version: z.string() });

/** What a host's version cannot be asked to do: its API is told by nothing but its answers. */
export class Lacks {
  readonly #lacking = new Map<string, { reason: string; until: number }>();

  /** Why something cannot be asked for, as far as that was noticed. */
  reason(asked: string): string | undefined {
    const known = this.#lacking.get(asked);
    return known && known.until > Date.now() ? known.reason : undefined;
  }

  /**
   * Notes that there is no such call.
   *
   * @returns what to throw
   */
  async note(call: RepositoryCall, asked: string): Promise<SourceFailure> {
    const { host } = call.client.host;
    const version = await readVersion(call);
    const reason = `${host}${
      version ? ` (version ${version})` : ''
    } has no call to ${asked}: a later version may have one`;
    this.#lacking.set(asked, { reason, until: Date.now() + REMEMBERED_MS });
    return new SourceFailure('configuration', reason);
  }
}

/** The version of a host, such as `1.26.0` or, of Forgejo, `11.0.1+gitea-1.22.0`; undefined where it does not tell. */
export async function readVersion({
  client,
  name,
  signal,
}: RepositoryCall): Promise<string | undefined> {
  const { json } = await client.call(
    name,
    { asked: 'ask for the version', path: ['version'], accept: [403, 404] },
    signal,
  );
  const { data } = Version.safeParse(json);
  return data && cleanMessage(data.version, 60);
}
