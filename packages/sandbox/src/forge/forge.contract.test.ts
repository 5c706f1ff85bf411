import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { existsSync, readFileSync } from 'fs';
import path from 'path';
import { Sandbox } from '../sandbox';
import { askForge, startSandbox } from '../testing/startSandbox';

const contract = path.resolve(
  __dirname,
  '../../../../../shared/contracts/github/openapi.json',
);
const present = existsSync(contract);

jest.setTimeout(60_000);

/** OpenAPI 3.0 says `nullable`, JSON schema says `null`. */
function toJsonSchema(node: any): any {
  if (Array.isArray(node)) return node.map(toJsonSchema);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, example, ...rest } = node;
  const schema = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, toJsonSchema(value)]),
  );
  return nullable ? { anyOf: [schema, { type: 'null' }] } : schema;
}

// Without the vendor's schema there is nothing to hold the answers against.
const suite = present ? describe : describe.skip;
if (!present) {
  process.stderr.write(
    `Skipped: the forge's answers were not checked, for ${contract} is not there.\n`,
  );
}

suite('the answers of the forge follow the vendor’s schema', () => {
  const document = present ? JSON.parse(readFileSync(contract, 'utf8')) : {};
  let sandbox: Sandbox;
  let ajv: Ajv;
  const names: Record<string, string> = {};

  beforeAll(async () => {
    sandbox = await startSandbox();
    ajv = new Ajv({ strict: false, allErrors: true });
    addFormats(ajv);
    ajv.addSchema(
      toJsonSchema({ $id: 'github', components: document.components }),
    );
    const { records, forge } = sandbox.forge;
    const [run] = records.runs('acme/checkout');
    const [pull] = records.pulls('acme/checkout');
    const [deployment] = records.deployments('acme/notifications');
    const sha = await forge.code.resolve('acme/checkout', 'main');
    Object.assign(names, {
      run: String(run.id),
      job: String(run.jobs[0].id),
      pull: String(pull.number),
      sha,
      built: run.sha,
      deployment: String(deployment.id),
      status: String(deployment.statuses[0].id),
    });
  });

  afterAll(async () => {
    await sandbox?.close();
  });

  const cases: [string, string][] = [
    ['/repos/{owner}/{repo}', '/repos/acme/checkout'],
    ['/repos/{owner}/{repo}/commits', '/repos/acme/checkout/commits'],
    [
      '/repos/{owner}/{repo}/commits/{ref}',
      '/repos/acme/checkout/commits/main',
    ],
    [
      '/repos/{owner}/{repo}/commits/{commit_sha}/pulls',
      '/repos/acme/checkout/commits/:sha/pulls',
    ],
    [
      '/repos/{owner}/{repo}/commits/{ref}/status',
      '/repos/acme/checkout/commits/:sha/status',
    ],
    [
      '/repos/{owner}/{repo}/commits/{ref}/check-runs',
      '/repos/acme/checkout/commits/:built/check-runs',
    ],
    [
      '/repos/{owner}/{repo}/compare/{basehead}',
      '/repos/acme/ledger/compare/main...hotfix/rounding',
    ],
    ['/repos/{owner}/{repo}/branches', '/repos/acme/ledger/branches'],
    [
      '/repos/{owner}/{repo}/branches/{branch}',
      '/repos/acme/ledger/branches/hotfix/rounding',
    ],
    ['/repos/{owner}/{repo}/tags', '/repos/acme/checkout/tags'],
    [
      '/repos/{owner}/{repo}/git/ref/{ref}',
      '/repos/acme/checkout/git/ref/heads/main',
    ],
    [
      '/repos/{owner}/{repo}/git/matching-refs/{ref}',
      '/repos/acme/checkout/git/matching-refs/tags/v1',
    ],
    [
      '/repos/{owner}/{repo}/git/trees/{tree_sha}',
      '/repos/acme/checkout/git/trees/main?recursive=1',
    ],
    [
      '/repos/{owner}/{repo}/contents/{path}',
      '/repos/acme/checkout/contents/README.md',
    ],
    [
      '/repos/{owner}/{repo}/contents/{path}',
      '/repos/acme/checkout/contents/src',
    ],
    ['/repos/{owner}/{repo}/pulls', '/repos/acme/checkout/pulls?state=all'],
    [
      '/repos/{owner}/{repo}/pulls/{pull_number}',
      '/repos/acme/checkout/pulls/:pull',
    ],
    [
      '/repos/{owner}/{repo}/pulls/{pull_number}/commits',
      '/repos/acme/checkout/pulls/:pull/commits',
    ],
    [
      '/repos/{owner}/{repo}/pulls/{pull_number}/files',
      '/repos/acme/checkout/pulls/:pull/files',
    ],
    ['/repos/{owner}/{repo}/actions/runs', '/repos/acme/checkout/actions/runs'],
    [
      '/repos/{owner}/{repo}/actions/runs/{run_id}',
      '/repos/acme/checkout/actions/runs/:run',
    ],
    [
      '/repos/{owner}/{repo}/actions/runs/{run_id}/jobs',
      '/repos/acme/checkout/actions/runs/:run/jobs',
    ],
    [
      '/repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}',
      '/repos/acme/checkout/actions/runs/:run/attempts/1',
    ],
    [
      '/repos/{owner}/{repo}/environments',
      '/repos/acme/notifications/environments',
    ],
    [
      '/repos/{owner}/{repo}/actions/jobs/{job_id}',
      '/repos/acme/checkout/actions/jobs/:job',
    ],
    [
      '/repos/{owner}/{repo}/actions/workflows',
      '/repos/acme/payments/actions/workflows',
    ],
    [
      '/repos/{owner}/{repo}/actions/workflows/{workflow_id}',
      '/repos/acme/payments/actions/workflows/api.yml',
    ],
    [
      '/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
      '/repos/acme/payments/actions/workflows/api.yml/runs',
    ],
    [
      '/repos/{owner}/{repo}/deployments',
      '/repos/acme/notifications/deployments',
    ],
    [
      '/repos/{owner}/{repo}/deployments/{deployment_id}',
      '/repos/acme/notifications/deployments/:deployment',
    ],
    [
      '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
      '/repos/acme/notifications/deployments/:deployment/statuses',
    ],
    ['/rate_limit', '/rate_limit'],
    ['/installation/repositories', '/installation/repositories'],
  ];

  it.each(cases)('%s as %s', async (operation, route) => {
    const filled = route.replace(/:(\w+)/g, (_, name) => names[name]);
    const response = await askForge(sandbox, `/v3${filled}`);
    expect(response.status).toBe(200);
    const body = await response.json();
    const { content } = document.paths[operation].get.responses['200'];
    const schema = JSON.parse(
      JSON.stringify(toJsonSchema(content['application/json'].schema)).replace(
        /#\/components/g,
        'github#/components',
      ),
    );
    const validate = ajv.compile(schema);
    validate(body);
    expect(validate.errors ?? []).toEqual([]);
    expect(JSON.stringify(body)).not.toBe('[]');
  });

  it('answers an App with an installation and a token for it', async () => {
    const jwt = 'aaaa.bbbb.cccc';
    const base = `${sandbox.urls.forge}/api/v3`;
    const headers = { authorization: `Bearer ${jwt}` };
    const installation = await (
      await fetch(`${base}/orgs/acme/installation`, { headers })
    ).json();
    const issued = await fetch(
      `${base}/app/installations/${installation.id}/access_tokens`,
      { method: 'POST', headers },
    );
    expect(issued.status).toBe(201);
    const { token } = await issued.json();
    const used = await fetch(`${base}/repos/acme/checkout`, {
      headers: { authorization: `token ${token}` },
    });
    expect(used.status).toBe(200);
    const refused = await fetch(`${base}/repos/acme/checkout`, { headers });
    expect(refused.status).toBe(401);
  });
});
