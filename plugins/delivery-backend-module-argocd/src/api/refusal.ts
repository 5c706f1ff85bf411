import { z } from 'zod';
import {
  classifyStatus,
  cleanMessage,
  readText,
  SourceFailure,
} from '@throughline/plugin-delivery-node';

/** Statuses by which Argo CD says no, in its own words: it has done nothing then. */
export const REFUSALS: readonly number[] = [400, 403, 404, 409];

/** An error as Argo CD's gateway writes it; a proxy's page is none. */
const errorSchema = z.object({ code: z.number(), message: z.string().min(1) });

/**
 * What Argo CD says no with, as a failure.
 *
 * @param right - the right that is needed, such as `applications, sync`
 */
export async function refusalOf(
  response: Response,
  right: string,
  signal: AbortSignal,
): Promise<SourceFailure> {
  const kind = classifyStatus(response.status);
  const said = await wordsOf(response, signal);
  if (said === undefined) {
    return new SourceFailure(kind, `Argo CD answered ${response.status}`);
  }
  // A sync window is a permission to Argo CD, too, which no right would give.
  const lacksRight = /^permission denied/i.test(said);
  return new SourceFailure(
    kind,
    lacksRight
      ? `The portal's account needs the right '${right}' in Argo CD: ${said}`
      : `Argo CD refuses: ${said}`,
  );
}

async function wordsOf(
  response: Response,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const text = await readText(response, { signal, deadlineMs: 5_000 });
    return cleanMessage(errorSchema.parse(JSON.parse(text)).message);
  } catch {
    return undefined;
  }
}
