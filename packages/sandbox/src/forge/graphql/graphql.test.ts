import { Sandbox } from '../../sandbox';
import { askForge, startSandbox } from '../../testing/startSandbox';

jest.setTimeout(60_000);

describe('GraphQL', () => {
  let sandbox: Sandbox;
  const ask = async (query: string, variables?: Record<string, unknown>) => {
    const response = await askForge(sandbox, '/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    expect(response.status).toBe(200);
    return response.json();
  };

  beforeAll(async () => {
    sandbox = await startSandbox({ rateLimit: 30 });
  });

  afterAll(() => sandbox?.close());

  it('sweeps several repositories at once', async () => {
    const { data, errors } = await ask(
      `query Sweep($n: Int!, $since: GitTimestamp) {
        rateLimit { limit cost remaining resetAt }
        a: repository(owner: "acme", name: "checkout") { ...parts }
        b: repository(owner: "acme", name: "payments") { ...parts }
      }
      fragment parts on Repository {
        nameWithOwner
        defaultBranchRef { name target { ... on Commit { oid history(first: $n, since: $since) {
          nodes { oid messageHeadline message authoredDate committedDate
            author { name email user { login } }
            parents(first: 2) { nodes { oid } }
            associatedPullRequests(first: 1) { nodes { number title url state mergedAt author { login } } } }
          pageInfo { hasNextPage endCursor } } } } }
        pullRequests(first: 5, states: [OPEN, MERGED], orderBy: { field: UPDATED_AT, direction: DESC }) {
          nodes { number state isDraft headRefOid headRefName baseRefName mergeCommit { oid } mergedAt updatedAt author { login } } }
        refs(refPrefix: "refs/heads/", first: 10) { nodes { name target { oid } } }
      }`,
      { n: 3 },
    );
    expect(errors).toBeUndefined();
    expect(data.rateLimit).toMatchObject({ limit: 30, cost: 1 });
    const { history, oid } = data.a.defaultBranchRef.target;
    const log = await sandbox.repositories.log('acme/checkout', {
      ref: 'main',
      limit: 3,
    });
    expect(oid).toBe(log[0].sha);
    expect(history.nodes.map((node: any) => node.oid)).toEqual(
      log.map(each => each.sha),
    );
    expect(history.nodes[0].author.user.login).toBe(
      log[0].author.email.split('@')[0],
    );
    expect(data.b.nameWithOwner).toBe('acme/payments');
    expect(
      history.nodes.some(
        (node: any) => node.associatedPullRequests.nodes.length === 1,
      ),
    ).toBe(true);
    expect(data.a.refs.nodes.map((ref: any) => ref.name)).toContain('main');
  });

  it('pages a history by its cursor', async () => {
    const query = `query($after: String) { repository(owner: "acme", name: "ledger") {
      defaultBranchRef { target { ... on Commit { history(first: 50, after: $after) {
        nodes { oid } pageInfo { hasNextPage endCursor } } } } } } }`;
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data }: any = await ask(query, { after });
      const { nodes, pageInfo } =
        data.repository.defaultBranchRef.target.history;
      seen.push(...nodes.map((node: any) => node.oid));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    const log = await sandbox.repositories.log('acme/ledger', { ref: 'main' });
    expect(seen).toEqual(log.map(each => each.sha));
  });

  it('tells checks, releases and places in the merge queue', async () => {
    const { records } = sandbox.forge;
    const pull = records
      .pulls('acme/checkout')
      .find(({ state }) => state === 'open')!;
    const enqueuedAt = new Date().toISOString();
    records.put('acme/checkout', {
      ...pull,
      queue: { position: 1, state: 'AWAITING_CHECKS', enqueuedAt },
    });
    const { data, errors } = await ask(`{
      repository(owner: "acme", name: "checkout") {
        latestRelease { tagName updatedAt }
        releases(first: 20, orderBy: { field: CREATED_AT, direction: DESC }) {
          nodes { tagName name isDraft isPrerelease publishedAt url tagCommit { oid } author { login } } }
        pullRequests(states: OPEN, first: 5) { nodes { number mergeQueueEntry { position state }
          commits(last: 1) { nodes { commit { oid statusCheckRollup { state } } } } } }
        defaultBranchRef { target { ... on Commit { history(first: 20) { nodes { oid statusCheckRollup { state } } } } } }
      }
    }`);
    expect(errors).toBeUndefined();
    const { releases, latestRelease, pullRequests, defaultBranchRef } =
      data.repository;
    expect(releases.nodes[0].tagName).toBe(latestRelease.tagName);
    expect(releases.nodes[0]).toMatchObject({
      tagName: expect.stringMatching(/\.0$/),
      author: { login: 'acme-ci' },
    });
    const times = releases.nodes.map((node: any) => node.publishedAt);
    expect(times).toEqual([...times].sort().reverse());
    expect(
      pullRequests.nodes.find((node: any) => node.number === pull.number)
        .mergeQueueEntry,
    ).toEqual({ position: 1, state: 'AWAITING_CHECKS' });
    const states = defaultBranchRef.target.history.nodes.map(
      (node: any) => node.statusCheckRollup?.state,
    );
    expect(states).toContain('SUCCESS');
  });

  it('has null and an error for what is not there, and answers the rest', async () => {
    const { data, errors } = await ask(
      `{ a: repository(owner: "acme", name: "none") { id } b: repository(owner: "acme", name: "search") { name } }`,
    );
    expect(data).toEqual({ a: null, b: { name: 'search' } });
    expect(errors).toEqual([
      expect.objectContaining({ type: 'NOT_FOUND', path: ['a'] }),
    ]);
  });

  it('refuses unknown fields, lists without a size and too long ones', async () => {
    expect((await ask('{ nothing }')).errors[0].message).toMatch(/nothing/);
    const pulls = (size: string) =>
      ask(
        `{ repository(owner: "acme", name: "search") { pullRequests${size} { totalCount } } }`,
      );
    expect((await pulls('')).errors[0].type).toBe(
      'MISSING_PAGINATION_BOUNDARIES',
    );
    expect((await pulls('(first: 101)')).errors[0].type).toBe(
      'EXCESSIVE_PAGINATION',
    );
  });

  it('costs by the connections that it opens, and says 200 when there is no more', async () => {
    const heavy = `{ rateLimit { cost remaining } organization(login: "acme") { repositories(first: 100) { nodes {
      pullRequests(first: 100, states: OPEN) { nodes { commits(first: 3) { totalCount } } } } } } }`;
    const { errors: tooMuch, data } = await ask(heavy);
    expect(data).toBeUndefined();
    expect(tooMuch[0].type).toBe('RATE_LIMITED');
  });
});
