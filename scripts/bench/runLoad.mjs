import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { root } from '../lib/paths.mjs';

/** Runs the load generator; an answer other than 200 or 304 makes the figure worthless, and is an error. */
export async function runLoad(portal, plan) {
  const cpu = portal.program.cpuSeconds();
  const child = spawn(
    portal.runtime.node,
    [join(root, 'scripts/bench/load.mjs')],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  child.stdin.end(
    JSON.stringify({
      ...plan,
      urls: plan.paths.map(path => `${portal.base}${path}`),
      headers: await portal.headers(),
    }),
  );
  const [output, [code]] = await Promise.all([text(child.stdout), ended]);
  if (code !== 0) {
    throw new Error(`The load generator ended with code ${code}`);
  }
  const result = JSON.parse(output);
  const wrong = Object.entries(result.statuses).filter(
    ([status]) => !['200', '304'].includes(status),
  );
  if (wrong.length > 0 || result.requests === 0) {
    throw new Error(
      `Of the requests under load, some failed: ${JSON.stringify(
        result.statuses,
      )}`,
    );
  }
  // Unlike latencies, this does not depend on what else the machine does.
  const cpuMs = ((portal.program.cpuSeconds() - cpu) * 1000) / result.asked;
  return { ...result, cpuMs };
}
