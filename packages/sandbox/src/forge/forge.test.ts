import { Sandbox } from '../sandbox';
import { askForge, startSandbox } from '../testing/startSandbox';

jest.setTimeout(60_000);

describe('the forge', () => {
  let sandbox: Sandbox;
  const repo = '/v3/repos/acme/checkout';

  beforeAll(async () => {
    sandbox = await startSandbox({ rateLimit: 60 });
  });

  afterAll(() => sandbox?.close());

  it('refuses an unknown token and a request without one', async () => {
    const bad = await askForge(sandbox, repo, {
      headers: { authorization: 'Bearer nope' },
    });
    expect(bad.status).toBe(401);
    expect(await bad.json()).toMatchObject({ message: 'Bad credentials' });
    const none = await fetch(`${sandbox.urls.forge}/api${repo}`);
    expect(none.status).toBe(401);
  });

  it('says 404 with a link to the documentation', async () => {
    const response = await askForge(sandbox, '/v3/repos/acme/none');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      message: 'Not Found',
      documentation_url: 'https://docs.github.com/rest',
      status: '404',
    });
  });

  it('answers 304 to a known ETag, for free, and only to the same token', async () => {
    const first = await askForge(sandbox, repo);
    const etag = first.headers.get('etag') ?? '';
    const used = Number(first.headers.get('x-ratelimit-used'));
    const second = await askForge(sandbox, repo, {
      headers: { 'if-none-match': etag },
    });
    expect(second.status).toBe(304);
    expect(Number(second.headers.get('x-ratelimit-used'))).toBe(used);
    const issued = await askForge(
      sandbox,
      '/v3/app/installations/7110/access_tokens',
      { method: 'POST', headers: { authorization: 'Bearer a.b.c' } },
    );
    const { token } = await issued.json();
    const other = await askForge(sandbox, repo, {
      headers: { authorization: `token ${token}`, 'if-none-match': etag },
    });
    expect(other.status).toBe(200);
  });

  it('pages with links, to the end and without gaps', async () => {
    const seen: string[] = [];
    let next:
      | string
      | undefined = `${sandbox.urls.forge}/api${repo}/commits?per_page=40`;
    while (next) {
      const response: Response = await fetch(next, {
        headers: { authorization: 'token sandbox-github-token' },
      });
      seen.push(...(await response.json()).map((each: any) => each.sha));
      next = /<([^>]+)>; rel="next"/.exec(
        response.headers.get('link') ?? '',
      )?.[1];
    }
    expect(new Set(seen).size).toBe(seen.length);
    const log = await sandbox.repositories.log('acme/checkout', {
      ref: 'main',
    });
    expect(seen).toEqual(log.map(each => each.sha));
  });

  it('narrows commits to a path and to a time', async () => {
    const commits = async (query: string) =>
      (
        await askForge(sandbox, `/v3/repos/acme/payments/commits?${query}`)
      ).json();
    const worker = await commits('path=services/worker&per_page=100');
    const all = await commits('per_page=100');
    expect(worker.length).toBeGreaterThan(10);
    expect(worker.length).toBeLessThan(all.length);
    const since = worker[5].commit.committer.date;
    const recent = await commits(
      `path=services/worker&since=${since}&per_page=100`,
    );
    expect(recent).toHaveLength(6);
  });

  it('finds the pull request of a merged commit', async () => {
    const merged = sandbox.forge.records
      .pulls('acme/checkout')
      .find(pull => pull.mergeSha);
    const [found] = await (
      await askForge(sandbox, `${repo}/commits/${merged?.mergeSha}/pulls`)
    ).json();
    expect(found).toMatchObject({
      number: merged?.number,
      state: 'closed',
      merged_at: merged?.mergedAt,
    });
  });

  it('filters runs, and keeps its hands off runs that are over', async () => {
    const { workflow_runs: failed } = await (
      await askForge(sandbox, `${repo}/actions/runs?status=failure&branch=main`)
    ).json();
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every((run: any) => run.conclusion === 'failure')).toBe(true);
    const cancel = await askForge(
      sandbox,
      `${repo}/actions/runs/${failed[0].id}/cancel`,
      { method: 'POST' },
    );
    expect(cancel.status).toBe(409);
  });

  it('knows that main lacks what production runs', async () => {
    const comparison = await (
      await askForge(
        sandbox,
        '/v3/repos/acme/ledger/compare/main...hotfix/rounding',
      )
    ).json();
    expect(comparison).toMatchObject({ status: 'diverged', ahead_by: 1 });
    expect(comparison.commits[0].commit.message).toContain(
      'Round half to even',
    );
  });

  it('stops at the end of the hour’s requests', async () => {
    let last: Response | undefined;
    for (let i = 0; i < 80 && last?.status !== 403; i++) {
      last = await askForge(sandbox, repo);
    }
    expect(last?.status).toBe(403);
    expect(last?.headers.get('x-ratelimit-remaining')).toBe('0');
    const limits = await (await askForge(sandbox, '/v3/rate_limit')).json();
    expect(limits.resources.core.remaining).toBe(0);
  });
});
