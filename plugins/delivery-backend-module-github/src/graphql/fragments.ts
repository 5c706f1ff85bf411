/** Commits of a recent page; the rest is asked for page by page. */
export const RECENT_COMMITS = 10;
export const RECENT_PULLS = 20;
export const OPEN_PULLS = 50;
/** Of so many open pull requests the checks come with what is new; where there are more, they are asked for alone. */
export const CHECKED_PULLS = 5;
export const RELEASES = 20;
export const PAGE = 100;

const COMMIT = `
fragment CommitFields on Commit {
  oid
  message
  committedDate
  url
  parents(first: 10) { nodes { oid } }
  author { name user { login } }
  associatedPullRequests(first: 1) { nodes { number } }
}`;

/** One word for all checks and statuses of a commit, at no cost. */
const CHECKS = `
fragment CheckFields on Commit {
  statusCheckRollup { state }
}`;

const PULL = `
fragment PullFields on PullRequest {
  number
  title
  state
  isDraft
  updatedAt
  url
  headRefName
  headRefOid
  baseRefName
  author { __typename login }
  mergeCommit { oid }
}`;

/** What else there is about open pull requests, those that changed last first. */
function checkedPulls(count: number): string {
  return `checked: pullRequests(states: OPEN, first: ${count}, orderBy: { field: UPDATED_AT, direction: DESC }) {
    nodes {
      number
      mergeQueueEntry { position state }
      commits(last: 1) { nodes { commit { oid ...CheckFields } } }
    }
  }`;
}

/** Little about many: what tells whether anything has changed. */
export const PULSE = `
fragment Wanted on Repository {
  url
  pushedAt
  defaultBranchRef {
    name
    target {
      oid
      ... on Commit {
        checkSuites(last: 1) { totalCount nodes { updatedAt } }
      }
    }
  }
  refs(refPrefix: "refs/heads/", first: 1) { totalCount nodes { name target { oid } } }
  pullRequests(first: 1, orderBy: { field: UPDATED_AT, direction: DESC }) {
    nodes { updatedAt }
  }
  deployments(first: 1, orderBy: { field: CREATED_AT, direction: DESC }) {
    nodes { id updatedAt }
  }
  latestRelease { tagName updatedAt }
}`;

/** Its cost, in requests: one for each connection. */
export const PULSE_COST = 4;

/** What changed lately in a repository. */
export const RECENT = `
fragment Wanted on Repository {
  url
  defaultBranchRef {
    name
    target {
      oid
      ... on Commit {
        history(first: ${RECENT_COMMITS}) {
          pageInfo { hasNextPage endCursor }
          nodes { ...CommitFields ...CheckFields }
        }
      }
    }
  }
  refs(refPrefix: "refs/heads/", first: ${PAGE}) {
    pageInfo { hasNextPage endCursor }
    nodes { name target { oid } }
  }
  open: pullRequests(states: OPEN, first: ${OPEN_PULLS}, orderBy: { field: UPDATED_AT, direction: DESC }) {
    nodes { ...PullFields }
  }
  recent: pullRequests(first: ${RECENT_PULLS}, orderBy: { field: UPDATED_AT, direction: DESC }) {
    pageInfo { hasNextPage endCursor }
    nodes { ...PullFields }
  }
  ${checkedPulls(CHECKED_PULLS)}
  releases(first: ${RELEASES}, orderBy: { field: CREATED_AT, direction: DESC }) {
    nodes {
      tagName
      name
      isDraft
      isPrerelease
      publishedAt
      url
      tagCommit { oid }
      author { login }
    }
  }
}
${COMMIT}
${CHECKS}
${PULL}`;

export const RECENT_COST = 6 + 2 * RECENT_COMMITS + CHECKED_PULLS;

/** The checks of all open pull requests that are told. */
export const PULL_CHECKS = `
fragment Wanted on Repository {
  ${checkedPulls(OPEN_PULLS)}
}
${CHECKS}`;

export const PULL_CHECKS_COST = 1 + OPEN_PULLS;

/** Single commits; one alias for each. */
export function commitsByOid(count: number): string {
  const asked = Array.from(
    { length: count },
    (_, index) =>
      `c${index}: object(oid: $c${index}) { ... on Commit { ...CommitFields ...CheckFields } }`,
  );
  return `
fragment Wanted on Repository {
  ${asked.join('\n  ')}
}
${COMMIT}
${CHECKS}`;
}

/** The cost of one of them. */
export const COMMITS_COST = 2;

/** A page of the default branch's history. */
export const HISTORY = `
fragment Wanted on Repository {
  defaultBranchRef {
    target {
      ... on Commit {
        history(first: ${PAGE}, after: $after) {
          pageInfo { hasNextPage endCursor }
          nodes { ...CommitFields }
        }
      }
    }
  }
}
${COMMIT}`;

export const HISTORY_COST = 1 + 2 * PAGE;

/** A further page of branches. */
export const BRANCHES = `
fragment Wanted on Repository {
  refs(refPrefix: "refs/heads/", first: ${PAGE}, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { name target { oid } }
  }
}`;

/** A further page of pull requests, those that changed last first. */
export const PULLS = `
fragment Wanted on Repository {
  recent: pullRequests(first: ${PAGE}, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
    pageInfo { hasNextPage endCursor }
    nodes { ...PullFields }
  }
}
${PULL}`;

/** A page of deployments, newest first. */
export const DEPLOYMENTS = `
fragment Wanted on Repository {
  deployments(first: ${PAGE}, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      environment
      commitOid
      state
      description
      createdAt
      ref { name }
      creator { __typename login }
      statuses(first: 20) {
        nodes { state createdAt description logUrl }
      }
    }
  }
}`;

export const DEPLOYMENTS_COST = 1 + PAGE;

/** The commits that touch each of some paths, page by page; one alias for each path. */
export function pathHistory(paths: number): string {
  const asked = Array.from(
    { length: paths },
    (
      _,
      index,
    ) => `p${index}: history(first: ${PAGE}, after: $a${index}, path: $p${index}) {
          pageInfo { hasNextPage endCursor }
          nodes { oid committedDate }
        }`,
  );
  return `
fragment Wanted on Repository {
  defaultBranchRef {
    target {
      ... on Commit {
        ${asked.join('\n        ')}
      }
    }
  }
}`;
}
