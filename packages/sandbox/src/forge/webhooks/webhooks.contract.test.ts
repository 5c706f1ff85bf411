import { existsSync, readFileSync } from 'fs';
import path from 'path';
import { Sandbox } from '../../sandbox';
import { startSandbox } from '../../testing/startSandbox';
import { eventPayload, pushPayload } from './webhookPayload';

const samples = path.resolve(
  __dirname,
  '../../../../../../shared/contracts/github/webhooks',
);
const present = existsSync(samples);
const suite = present ? describe : describe.skip;
if (!present) {
  process.stderr.write(
    `Skipped: webhooks were not compared with the vendor's examples, for ${samples} is not there.\n`,
  );
}

/** Keys that examples carry only because they were recorded of something else. */
const besideThePoint = new Set(['installation', 'organization', 'stack']);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The paths of the example's keys that an answer lacks. */
function missing(example: unknown, actual: unknown, at: string): string[] {
  if (!isRecord(example) || !isRecord(actual)) {
    return [];
  }
  return Object.entries(example)
    .filter(([key]) => !besideThePoint.has(key))
    .flatMap(([key, value]) =>
      key in actual
        ? missing(value, actual[key], `${at}.${key}`)
        : [`${at}.${key}`],
    );
}

jest.setTimeout(60_000);

suite('webhooks have what the vendor’s examples have', () => {
  let sandbox: Sandbox;
  const example = (name: string) =>
    JSON.parse(readFileSync(path.join(samples, `${name}.json`), 'utf8'));

  beforeAll(async () => {
    sandbox = await startSandbox();
  });

  afterAll(() => sandbox?.close());

  const build = async (event: string): Promise<unknown> => {
    const { forge, records } = sandbox.forge;
    const name =
      event === 'deployment_status' ? 'acme/notifications' : 'acme/checkout';
    const info = forge.code.find(name)!;
    const [run] = records.runs(name);
    switch (event) {
      case 'push': {
        const [after, before] = await forge.code.commits(name, { ref: 'main' });
        return pushPayload(forge, info, {
          repository: name,
          ref: 'refs/heads/main',
          before: before.sha,
          after: after.sha,
          actor: 'maya',
        });
      }
      case 'workflow_run':
        return eventPayload(forge, info, {
          kind: 'workflow_run',
          action: 'completed',
          repository: name,
          run,
        });
      case 'workflow_job':
        return eventPayload(forge, info, {
          kind: 'workflow_job',
          action: 'completed',
          repository: name,
          run,
          job: run.jobs[0],
        });
      case 'pull_request':
        return eventPayload(forge, info, {
          kind: 'pull_request',
          action: 'synchronize',
          repository: name,
          pull: records.pulls(name)[0],
          actor: 'maya',
          before: run.sha,
          after: run.sha,
        });
      default: {
        const [deployment] = records.deployments(name);
        return eventPayload(forge, info, {
          kind: 'deployment_status',
          action: 'created',
          repository: name,
          deployment,
          status: deployment.statuses[1],
        });
      }
    }
  };

  it.each([
    ['push', 'push-branch'],
    ['workflow_run', 'workflow_run-completed-success'],
    ['workflow_job', 'workflow_job-completed-failure'],
    ['pull_request', 'pull_request-synchronize'],
    ['deployment_status', 'deployment_status-success'],
  ])('%s as in %s', async (event, name) => {
    expect(missing(example(name), await build(event), event)).toEqual([]);
  });
});
