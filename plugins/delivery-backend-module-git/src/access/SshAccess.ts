import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AccessSettings, GitAccess } from './GitAccess';

/** SSH by one private key, to hosts whose keys are known. */
export class SshAccess implements GitAccess {
  constructor(
    private readonly options: {
      privateKeyFile: string;
      knownHostsFile?: string;
      /** In place of a file. */
      knownHosts?: string;
    },
  ) {}

  async settings(folder: string): Promise<AccessSettings> {
    const known = this.options.knownHostsFile ?? (await this.#write(folder));
    const options = [
      'BatchMode=yes',
      'StrictHostKeyChecking=yes',
      `UserKnownHostsFile=${quoteForSsh(known)}`,
      'GlobalKnownHostsFile=/dev/null',
      'UpdateHostKeys=no',
      'IdentitiesOnly=yes',
      'IdentityAgent=none',
      'ConnectTimeout=10',
      'ServerAliveInterval=15',
      'ServerAliveCountMax=2',
      'ClearAllForwardings=yes',
    ];
    return {
      config: [],
      environment: {
        GIT_SSH_VARIANT: 'ssh',
        GIT_SSH_COMMAND: [
          // The account's own configuration could name other keys, proxies and programs.
          'ssh -F /dev/null',
          `-i ${quoteForShell(this.options.privateKeyFile)}`,
          ...options.map(option => `-o ${quoteForShell(option)}`),
        ].join(' '),
      },
      secrets: [],
    };
  }

  async #write(folder: string): Promise<string> {
    const file = path.join(folder, 'known_hosts');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // By a new name first: calls that run side by side must not find it half written.
    const draft = `${file}.${randomUUID()}`;
    await writeFile(draft, `${this.options.knownHosts?.trim()}\n`, {
      mode: 0o600,
    });
    await rename(draft, file);
    return file;
  }
}

/** Git gives the command to a shell. */
function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Unquoted, ssh takes a name with spaces for several, and `%` for the beginning of a placeholder. */
function quoteForSsh(file: string): string {
  return `"${file.replaceAll('%', '%%')}"`;
}
