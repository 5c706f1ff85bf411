import type { Config } from '@backstage/config';
import { configProblem } from '@throughline/plugin-delivery-node';

/**
 * Reads whether a host may be written to, and by whom commits are made.
 *
 * @throws InputError naming the key and how to mend it
 */
export function readWrite(
  config: Config,
  at: string,
): { write: boolean; committer: { name: string; email: string } } {
  const committer = config.getOptionalConfig('committer');
  const name = committer?.getOptionalString('name') ?? 'Throughline';
  const email =
    committer?.getOptionalString('email') ?? 'throughline@localhost';
  if (/[<>\r\n]/.test(name) || !/^[^\s<>@]+@[^\s<>@]+$/.test(email)) {
    throw configProblem(
      `${at}.committer`,
      'it is no name with an e-mail address',
      'Write name and email, such as Throughline and throughline@example.com.',
    );
  }
  return {
    write: config.getOptionalBoolean('write') ?? false,
    committer: { name, email },
  };
}
