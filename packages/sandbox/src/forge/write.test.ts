import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { existsSync, readFileSync } from 'fs';
import path from 'path';
import { Sandbox } from '../sandbox';
import { askForge, startSandbox } from '../testing/startSandbox';
import { personalToken } from './Tokens';

jest.setTimeout(60_000);

const contract = path.resolve(
  __dirname,
  '../../../../../shared/contracts/github/openapi.json',
);
const document = existsSync(contract)
  ? JSON.parse(readFileSync(contract, 'utf8'))
  : undefined;
if (!document) {
  process.stderr.write(
    `Not checked: the shape of the forge's answers to writes, for ${contract} is not there.\n`,
  );
}

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

describe('writing to the forge', () => {
  let sandbox: Sandbox;
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  if (document) {
    ajv.addSchema(
      toJsonSchema({ $id: 'github', components: document.components }),
    );
  }

  beforeAll(async () => {
    sandbox = await startSandbox({ pace: 20 });
  });
  afterAll(() => sandbox?.close());

  /** Asks, and holds the answer against the vendor's schema where that has one. */
  async function ask(
    method: string,
    operation: string,
    route: string,
    body?: unknown,
    token = 'sandbox-github-token',
  ) {
    const response = await askForge(sandbox, `/v3/repos/acme/${route}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = text ? JSON.parse(text) : undefined;
    const schema =
      document?.paths[`/repos/{owner}/{repo}/${operation}`]?.[
        method.toLowerCase()
      ]?.responses[String(response.status)]?.content?.['application/json']
        ?.schema;
    if (schema) {
      const validate = ajv.compile(
        JSON.parse(
          JSON.stringify(toJsonSchema(schema)).replace(
            /#\/components/g,
            'github#/components',
          ),
        ),
      );
      validate(json);
      expect(validate.errors ?? []).toEqual([]);
    }
    return { status: response.status, json };
  }

  const head = async (branch = 'main', repository = 'gitops') =>
    (await ask('GET', 'git/ref/{ref}', `${repository}/git/ref/heads/${branch}`))
      .json?.object?.sha;

  /** Makes a commit of files on top of `main`, on no branch. */
  async function makeCommit(
    files: Record<string, string | null>,
    parent?: string,
  ) {
    const from = parent ?? (await head());
    const base = await ask(
      'GET',
      'git/commits/{commit_sha}',
      `gitops/git/commits/${from}`,
    );
    const tree = await ask('POST', 'git/trees', 'gitops/git/trees', {
      base_tree: base.json.tree.sha,
      tree: Object.entries(files).map(([file, content]) => ({
        path: file,
        mode: '100644',
        type: 'blob',
        ...(content === null ? { sha: null } : { content }),
      })),
    });
    expect(tree.status).toBe(201);
    const commit = await ask('POST', 'git/commits', 'gitops/git/commits', {
      message: 'Write\n\nDelivery-Operation: op-1',
      tree: tree.json.sha,
      parents: [from],
      author: { name: 'Ada', email: 'ada@acme.example' },
    });
    expect(commit.status).toBe(201);
    return commit.json.sha as string;
  }

  async function openPull(branch: string, files: Record<string, string>) {
    const sha = await makeCommit(files);
    await ask('POST', 'git/refs', 'gitops/git/refs', {
      ref: `refs/heads/${branch}`,
      sha,
    });
    const opened = await ask('POST', 'pulls', 'gitops/pulls', {
      title: `Promote by ${branch}`,
      head: branch,
      base: 'main',
      body: 'For <b>you</b>',
    });
    expect(opened.status).toBe(201);
    return { sha, number: opened.json.number as number };
  }

  it('moves a branch forwards only, and announces it as a push', async () => {
    const pushes: string[] = [];
    const stop = sandbox.repositories.onPush(push => pushes.push(push.after!));
    const parent = await head();
    const [one, two] = [
      await makeCommit({ 'a.txt': 'größe\r\n' }, parent),
      await makeCommit({ 'a.txt': '2' }, parent),
    ];
    expect(await head()).toBe(parent);
    const move = (sha: string) =>
      ask('PATCH', 'git/refs/{ref}', 'gitops/git/refs/heads/main', { sha });
    expect((await move(one)).status).toBe(200);
    const refused = await move(two);
    expect(refused.status).toBe(422);
    expect(refused.json.message).toBe('Update is not a fast forward');
    expect(await head()).toBe(one);
    expect(pushes).toEqual([one]);
    stop();
    const file = await sandbox.forge.forge.code.blob(
      'acme/gitops',
      `${one}:a.txt`,
    );
    expect(file?.content.toString()).toBe('größe\r\n');
  });

  it('refuses what upstream refuses of objects and refs', async () => {
    const parent = await head();
    const base = await ask(
      'GET',
      'git/commits/{commit_sha}',
      `gitops/git/commits/${parent}`,
    );
    const tree = (entry: object) =>
      ask('POST', 'git/trees', 'gitops/git/trees', {
        base_tree: base.json.tree.sha,
        tree: [{ mode: '100644', ...entry }],
      });
    expect((await tree({ path: 'none', sha: null })).status).toBe(422);
    expect((await tree({ path: '.git/config', content: 'x' })).status).toBe(
      422,
    );
    const ref = (name: string) =>
      ask('POST', 'git/refs', 'gitops/git/refs', { ref: name, sha: parent });
    expect((await ref('refs/heads/main')).json.message).toBe(
      'Reference already exists',
    );
    expect((await ref('refs/pull/1/head')).status).toBe(422);
    expect((await ref('refs/heads/../x')).status).toBe(422);
    const blob = await ask('POST', 'git/blobs', 'gitops/git/blobs', {
      content: Buffer.from([0, 255]).toString('base64'),
      encoding: 'base64',
    });
    expect(blob.status).toBe(201);
  });

  it('tells the mode and content of files by GraphQL', async () => {
    const response = await askForge(sandbox, '/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `{ repository(owner: "acme", name: "checkout") { object(expression: "main") { ... on Commit {
          tree { oid } a: file(path: "README.md") { oid mode type object { ... on Blob { text isTruncated } } }
          b: file(path: "src") { mode type object { ... on Tree { oid } } } c: file(path: "src/none") { mode } } } } }`,
      }),
    });
    const { data, errors } = await response.json();
    expect(errors).toBeUndefined();
    expect(data.repository.object).toMatchObject({
      tree: { oid: expect.stringMatching(/^[0-9a-f]{40}$/) },
      a: {
        mode: 0o100644,
        type: 'blob',
        object: { text: expect.stringContaining('# Checkout') },
      },
      b: { mode: 0o40000, type: 'tree' },
      c: null,
    });
  });

  it('lets a person merge by squash, and keeps the words of one commit', async () => {
    const { number, sha } = await openPull('op/squash', { 's.txt': '1' });
    const again = await ask('POST', 'pulls', 'gitops/pulls', {
      title: 'Again',
      head: 'op/squash',
      base: 'main',
    });
    expect(again.status).toBe(422);
    expect(again.json.errors[0].message).toBe(
      'A pull request already exists for acme:op/squash.',
    );
    const merge = `gitops/pulls/${number}/merge`;
    const stale = await ask('PUT', 'pulls/{pull_number}/merge', merge, {
      sha: '0'.repeat(40),
    });
    expect(stale.status).toBe(409);
    const merged = await ask(
      'PUT',
      'pulls/{pull_number}/merge',
      merge,
      { merge_method: 'squash', sha },
      personalToken('ines'),
    );
    expect(merged.status).toBe(200);
    expect(await head()).toBe(merged.json.sha);
    const commit = await ask(
      'GET',
      'git/commits/{commit_sha}',
      `gitops/git/commits/${merged.json.sha}`,
    );
    expect(commit.json.message.trim()).toBe(
      `Write (#${number})\n\nDelivery-Operation: op-1`,
    );
    expect(commit.json.author.name).toBe('Ines Moreau');
    const pull = await ask(
      'GET',
      'pulls/{pull_number}',
      `gitops/pulls/${number}`,
    );
    expect(pull.json).toMatchObject({
      state: 'closed',
      merged: true,
      merge_commit_sha: merged.json.sha,
      merged_by: { login: 'ines' },
    });
    const twice = await ask('PUT', 'pulls/{pull_number}/merge', merge, {});
    expect(twice.status).toBe(405);
  });

  it('merges only what has the checks that its base asks for', async () => {
    const { number, sha } = await openPull('op/checked', { 'c.txt': '1' });
    const protection = 'gitops/branches/main/protection';
    await ask('PUT', 'branches/{branch}/protection', protection, {
      required_status_checks: { contexts: ['throughline/soaked'] },
    });
    const state = async () =>
      (await ask('GET', 'pulls/{pull_number}', `gitops/pulls/${number}`)).json
        .mergeable_state;
    const merge = () =>
      ask('PUT', 'pulls/{pull_number}/merge', `gitops/pulls/${number}/merge`, {
        merge_method: 'merge',
      });
    expect(await state()).toBe('blocked');
    expect((await merge()).status).toBe(405);
    const direct = await ask(
      'PATCH',
      'git/refs/{ref}',
      'gitops/git/refs/heads/main',
      { sha },
    );
    expect(direct.json.message).toBe(
      'Required status check "throughline/soaked" is expected.',
    );
    for (const told of ['pending', 'success']) {
      const set = await ask(
        'POST',
        'statuses/{sha}',
        `gitops/statuses/${sha}`,
        {
          state: told,
          context: 'throughline/soaked',
          description: 'It has run for 30 minutes',
          target_url: 'https://portal.example/x',
        },
      );
      expect(set.status).toBe(201);
    }
    const combined = await ask(
      'GET',
      'commits/{ref}/status',
      `gitops/commits/${sha}/status`,
    );
    expect(combined.json).toMatchObject({ state: 'success', total_count: 1 });
    const long = await ask('POST', 'statuses/{sha}', `gitops/statuses/${sha}`, {
      state: 'success',
      description: 'x'.repeat(141),
    });
    expect(long.status).toBe(422);
    const read = await ask('GET', 'branches/{branch}/protection', protection);
    expect(read.json.required_status_checks.contexts).toEqual([
      'throughline/soaked',
    ]);
    expect(await state()).toBe('clean');
    expect((await merge()).status).toBe(200);
    await ask('DELETE', 'branches/{branch}/protection', protection);
    const gone = await ask('GET', 'branches/{branch}/protection', protection);
    expect(gone.status).toBe(404);
  });

  it('does not merge what conflicts', async () => {
    const { number } = await openPull('op/dirty', { 'd.txt': 'theirs\n' });
    const ours = await makeCommit({ 'd.txt': 'ours\n' });
    await ask('PATCH', 'git/refs/{ref}', 'gitops/git/refs/heads/main', {
      sha: ours,
    });
    const pull = await ask(
      'GET',
      'pulls/{pull_number}',
      `gitops/pulls/${number}`,
    );
    expect(pull.json).toMatchObject({
      mergeable: false,
      mergeable_state: 'dirty',
    });
    const merged = await ask(
      'PUT',
      'pulls/{pull_number}/merge',
      `gitops/pulls/${number}/merge`,
      {},
    );
    expect(merged.status).toBe(405);
    expect(await head()).toBe(ours);
  });

  it('comments, closes and removes a branch, and shows a page of it', async () => {
    const { number } = await openPull('op/closed', { 'e.txt': '1' });
    await ask(
      'POST',
      'issues/{issue_number}/comments',
      `gitops/issues/${number}/comments`,
      { body: 'Not <i>wanted</i>' },
    );
    const closed = await ask(
      'PATCH',
      'pulls/{pull_number}',
      `gitops/pulls/${number}`,
      { state: 'closed' },
    );
    expect(closed.json).toMatchObject({ state: 'closed', merged: false });
    const ref = 'gitops/git/refs/heads/op/closed';
    expect((await ask('DELETE', 'git/refs/{ref}', ref)).status).toBe(204);
    expect((await ask('DELETE', 'git/refs/{ref}', ref)).status).toBe(422);
    const page = await fetch(
      `${sandbox.urls.forge}/acme/gitops/pull/${number}`,
    );
    expect(page.headers.get('content-type')).toMatch('text/html');
    const html = await page.text();
    expect(html).toContain('Promote by op/closed');
    expect(html).not.toContain('<i>wanted');
    expect(
      (await fetch(`${sandbox.urls.forge}/acme/gitops/pull/99999`)).status,
    ).toBe(404);
  });

  it('starts a workflow by hand, which deploys what it is asked to', async () => {
    const route = 'notifications/actions/workflows/deploy.yml/dispatches';
    const dispatch = (body: object) =>
      ask('POST', 'actions/workflows/{workflow_id}/dispatches', route, body);
    const inputs = { environment: 'staging', version: '2.6.0' };
    for (const [wrong, words] of [
      [{ ref: 'none', inputs }, 'No ref found for: none'],
      [
        { ref: 'main', inputs: { ...inputs, other: 'x' } },
        'Unexpected inputs provided: ["other"]',
      ],
      [
        { ref: 'main', inputs: { version: '1' } },
        "Required input 'environment' not provided",
      ],
      [
        { ref: 'main', inputs: { ...inputs, environment: 'moon' } },
        "Provided value 'moon' for input 'environment' not in the list of allowed values",
      ],
    ] as const) {
      const refused = await dispatch(wrong);
      expect(refused.status).toBe(422);
      expect(refused.json.message).toBe(words);
    }
    const started = await dispatch({
      ref: 'main',
      inputs,
      return_run_details: true,
    });
    expect(started.status).toBe(200);
    const { workflow_run_id: id } = started.json;
    const run = async () =>
      (
        await ask(
          'GET',
          'actions/runs/{run_id}',
          `notifications/actions/runs/${id}`,
        )
      ).json;
    expect(await run()).toMatchObject({ event: 'workflow_dispatch' });
    for (
      let tries = 0;
      tries < 200 && (await run()).status !== 'completed';
      tries += 1
    ) {
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    expect((await run()).conclusion).toBe('success');
    const [deployment] =
      sandbox.forge.records.deployments('acme/notifications');
    expect(deployment).toMatchObject({
      environment: 'staging',
      version: '2.6.0',
      sha: await sandbox.repositories.resolve('acme/notifications', 'v2.6.0'),
    });
    expect((await dispatch({ ref: 'main', inputs })).status).toBe(204);
  });

  it('starts a run again, all of it or what failed, and keeps the attempts before', async () => {
    const started = await ask(
      'POST',
      'actions/workflows/{workflow_id}/dispatches',
      'notifications/actions/workflows/deploy.yml/dispatches',
      {
        ref: 'main',
        inputs: { environment: 'staging', version: '0.0.404' },
        return_run_details: true,
      },
    );
    const route = `notifications/actions/runs/${started.json.workflow_run_id}`;
    const ended = async () => {
      for (let tries = 0; tries < 200; tries += 1) {
        const { json } = await ask('GET', 'actions/runs/{run_id}', route);
        if (json.status === 'completed') {
          return json;
        }
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      throw new Error('It did not end');
    };
    const again = (which: string, token?: string) =>
      ask(
        'POST',
        `actions/runs/{run_id}/${which}`,
        `${route}/${which}`,
        {},
        token,
      );
    const jobs = async (attempt: number) =>
      (
        await ask(
          'GET',
          'actions/runs/{run_id}/attempts/{attempt_number}/jobs',
          `${route}/attempts/${attempt}/jobs`,
        )
      ).json.jobs.map(({ id, ...job }: any) => [job.name, job.conclusion, id]);
    const attempt = (number: number) =>
      ask(
        'GET',
        'actions/runs/{run_id}/attempts/{attempt_number}',
        `${route}/attempts/${number}`,
      );

    expect(await ended()).toMatchObject({ conclusion: 'failure' });
    expect(
      (await again('rerun-failed-jobs', personalToken('maya'))).status,
    ).toBe(201);
    expect(
      (
        await ask(
          'GET',
          'actions/runs/{run_id}/pending_deployments',
          `${route}/pending_deployments`,
        )
      ).json,
    ).toEqual([]);
    expect(await ended()).toMatchObject({
      conclusion: 'failure',
      run_attempt: 2,
      triggering_actor: { login: 'maya' },
    });
    const [first, second] = [await jobs(1), await jobs(2)];
    expect(second.slice(0, 2)).toEqual(first.slice(0, 2));
    expect(second[2]).toEqual(['publish', 'failure', expect.any(Number)]);
    expect(second[2]).not.toEqual(first[2]);

    expect((await again('rerun')).status).toBe(201);
    await ended();
    expect((await jobs(3))[0]).not.toEqual(first[0]);
    expect((await attempt(1)).json).toMatchObject({
      run_attempt: 1,
      conclusion: 'failure',
    });
    expect((await attempt(2)).json.triggering_actor.login).toBe('maya');
    expect((await attempt(4)).status).toBe(404);
  });

  it('has tests that take long enough to be cancelled', async () => {
    const started = await ask(
      'POST',
      'actions/workflows/{workflow_id}/dispatches',
      'checkout/actions/workflows/delivery.yml/dispatches',
      { ref: 'main', inputs: { tests: 'soak' }, return_run_details: true },
    );
    const route = `checkout/actions/runs/${started.json.workflow_run_id}`;
    const until = async (is: (json: any) => boolean) => {
      for (let tries = 0; tries < 100; tries += 1) {
        const { json } = await ask(
          'GET',
          'actions/runs/{run_id}/jobs',
          `${route}/jobs`,
        );
        if (is(json)) {
          return json.jobs.map((job: any) => [job.name, job.conclusion]);
        }
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      throw new Error('It did not come to that');
    };
    await until(({ jobs }) => jobs[1]?.status === 'in_progress');
    // All of it takes less than this elsewhere.
    await new Promise(resolve => setTimeout(resolve, 12_000 / 20));
    await ask('POST', 'actions/runs/{run_id}/cancel', `${route}/cancel`);
    expect(await until(({ jobs }) => jobs[1]?.status === 'completed')).toEqual([
      ['build', 'success'],
      ['test', 'cancelled'],
    ]);
  });

  it('knows people by their tokens', async () => {
    const response = await askForge(sandbox, '/v3/user', {
      headers: { authorization: `Bearer ${personalToken('maya')}` },
    });
    expect(await response.json()).toMatchObject({ login: 'maya' });
  });
});
