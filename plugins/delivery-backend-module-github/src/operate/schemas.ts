import { z } from 'zod';

const person = z.object({ login: z.string() }).nullish().catch(undefined);

/** A run, or one of its attempts, as far as operations need it. */
export const RunSchema = z.object({
  id: z.number().int().min(1),
  run_attempt: z.number().int().min(1).nullish(),
  event: z.string().nullish(),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
  head_branch: z.string().nullish(),
  display_title: z.string().nullish(),
  created_at: z.string(),
  run_started_at: z.string().nullish(),
  html_url: z.string().nullish(),
  actor: person,
  triggering_actor: person,
});

/** One of them. */
export type RunNode = z.infer<typeof RunSchema>;

/** Which attempt of a run it is; the first one where none is told. */
export function attemptOf(run: RunNode): number {
  return run.run_attempt ?? 1;
}

/** Whether it has come to its end, however GitHub calls that. */
export function hasEnded(run: RunNode): boolean {
  return run.status === 'completed';
}

/** Who started this attempt. */
export function starterOf(run: RunNode): string | undefined {
  return (run.triggering_actor ?? run.actor)?.login;
}

/** Whether a login is ours. GitHub tells an App's now with, now without `[bot]`, and logins have no case. */
export function isSameLogin(
  login: string | undefined,
  own: string | undefined,
): boolean {
  const plain = (text?: string) =>
    text?.toLocaleLowerCase('en-US').replace(/\[bot\]$/, '');
  return plain(login) === plain(own);
}
