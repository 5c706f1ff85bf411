/** The part of the vendor's schema that the sandbox answers. */
export const typeDefinitions = `
scalar DateTime
scalar GitObjectID
scalar GitTimestamp
scalar URI

interface Actor { login: String!, url: URI!, avatarUrl: URI! }
interface Node { id: ID! }
interface GitObject { id: ID!, oid: GitObjectID!, abbreviatedOid: String!, commitUrl: URI! }

type Query {
  rateLimit(dryRun: Boolean = false): RateLimit
  repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
  organization(login: String!): Organization
  viewer: User!
}

type RateLimit { cost: Int!, limit: Int!, nodeCount: Int!, remaining: Int!, used: Int!, resetAt: DateTime! }
type User implements Actor & Node { id: ID!, login: String!, name: String, email: String!, url: URI!, avatarUrl: URI! }
type Bot implements Actor & Node { id: ID!, login: String!, url: URI!, avatarUrl: URI! }
type Organization implements Actor & Node {
  id: ID!, login: String!, name: String, url: URI!, avatarUrl: URI!
  repositories(first: Int, last: Int, after: String, before: String): RepositoryConnection!
}
type PageInfo { hasNextPage: Boolean!, hasPreviousPage: Boolean!, startCursor: String, endCursor: String }
type RepositoryConnection { nodes: [Repository], totalCount: Int!, pageInfo: PageInfo! }

type Repository implements Node {
  id: ID!, databaseId: Int, name: String!, nameWithOwner: String!, url: URI!, description: String
  owner: Actor!, isArchived: Boolean!, isPrivate: Boolean!, isFork: Boolean!, isEmpty: Boolean!
  createdAt: DateTime!, updatedAt: DateTime!, pushedAt: DateTime
  defaultBranchRef: Ref
  ref(qualifiedName: String!): Ref
  refs(refPrefix: String!, first: Int, last: Int, after: String, before: String, query: String, orderBy: RefOrder): RefConnection
  object(oid: GitObjectID, expression: String): GitObject
  pullRequest(number: Int!): PullRequest
  pullRequests(first: Int, last: Int, after: String, before: String, states: [PullRequestState!], headRefName: String, baseRefName: String, orderBy: IssueOrder): PullRequestConnection!
  deployments(first: Int, last: Int, after: String, before: String, environments: [String!], orderBy: DeploymentOrder): DeploymentConnection!
  releases(first: Int, last: Int, after: String, before: String, orderBy: ReleaseOrder): ReleaseConnection!
  latestRelease: Release
}

enum ReleaseOrderField { CREATED_AT NAME }
input ReleaseOrder { field: ReleaseOrderField!, direction: OrderDirection! }
type ReleaseConnection { nodes: [Release], totalCount: Int!, pageInfo: PageInfo! }
type Release implements Node {
  id: ID!, tagName: String!, name: String, isDraft: Boolean!, isPrerelease: Boolean!
  createdAt: DateTime!, publishedAt: DateTime, updatedAt: DateTime!, url: URI!
  tagCommit: Commit, author: User
}

enum OrderDirection { ASC DESC }
enum RefOrderField { TAG_COMMIT_DATE ALPHABETICAL }
input RefOrder { field: RefOrderField!, direction: OrderDirection! }
enum IssueOrderField { CREATED_AT UPDATED_AT COMMENTS }
input IssueOrder { field: IssueOrderField!, direction: OrderDirection! }
input CommitAuthor { id: ID, emails: [String!] }

type RefConnection { nodes: [Ref], totalCount: Int!, pageInfo: PageInfo! }
type Ref implements Node { id: ID!, name: String!, prefix: String!, target: GitObject }

type GitActor { name: String, email: String, date: GitTimestamp, user: User, avatarUrl: URI! }
type CommitConnection { nodes: [Commit], totalCount: Int!, pageInfo: PageInfo! }
type CommitHistoryConnection { nodes: [Commit], edges: [CommitEdge], totalCount: Int!, pageInfo: PageInfo! }
type CommitEdge { cursor: String!, node: Commit }
type Commit implements GitObject & Node {
  id: ID!, oid: GitObjectID!, abbreviatedOid: String!, commitUrl: URI!, url: URI!
  message: String!, messageHeadline: String!, messageBody: String!
  authoredDate: DateTime!, committedDate: DateTime!
  author: GitActor, committer: GitActor
  additions: Int!, deletions: Int!, changedFilesIfAvailable: Int
  parents(first: Int, last: Int, after: String, before: String): CommitConnection!
  history(first: Int, last: Int, after: String, before: String, path: String, since: GitTimestamp, until: GitTimestamp, author: CommitAuthor): CommitHistoryConnection!
  associatedPullRequests(first: Int, last: Int, after: String, before: String): PullRequestConnection
  checkSuites(first: Int, last: Int, after: String, before: String): CheckSuiteConnection
  statusCheckRollup: StatusCheckRollup
  tree: Tree!
  file(path: String!): TreeEntry
}
type Tree implements GitObject & Node { id: ID!, oid: GitObjectID!, abbreviatedOid: String!, commitUrl: URI!, entries: [TreeEntry!] }
type Blob implements GitObject & Node {
  id: ID!, oid: GitObjectID!, abbreviatedOid: String!, commitUrl: URI!
  byteSize: Int!, isBinary: Boolean, isTruncated: Boolean!, text: String
}
type TreeEntry { name: String!, path: String, oid: GitObjectID!, mode: Int!, type: String!, size: Int!, object: GitObject }
enum StatusState { ERROR EXPECTED FAILURE PENDING SUCCESS }
type StatusCheckRollup implements Node { id: ID!, state: StatusState!, commit: Commit }
enum CheckStatusState { REQUESTED QUEUED IN_PROGRESS COMPLETED WAITING PENDING }
enum CheckConclusionState { ACTION_REQUIRED TIMED_OUT CANCELLED FAILURE SUCCESS NEUTRAL SKIPPED STARTUP_FAILURE STALE }
type CheckSuiteConnection { nodes: [CheckSuite], totalCount: Int!, pageInfo: PageInfo! }
type CheckSuite implements Node { id: ID!, status: CheckStatusState!, conclusion: CheckConclusionState, createdAt: DateTime!, updatedAt: DateTime! }

enum DeploymentOrderField { CREATED_AT }
input DeploymentOrder { field: DeploymentOrderField!, direction: OrderDirection! }
enum DeploymentState { ABANDONED ACTIVE DESTROYED ERROR FAILURE INACTIVE PENDING SUCCESS QUEUED IN_PROGRESS WAITING }
enum DeploymentStatusState { PENDING SUCCESS FAILURE INACTIVE ERROR QUEUED IN_PROGRESS WAITING }
type DeploymentConnection { nodes: [Deployment], totalCount: Int!, pageInfo: PageInfo! }
type Deployment implements Node {
  id: ID!, environment: String, commitOid: String!, description: String
  createdAt: DateTime!, updatedAt: DateTime!, state: DeploymentState
  ref: Ref, creator: Actor!, latestStatus: DeploymentStatus
  statuses(first: Int, last: Int, after: String, before: String): DeploymentStatusConnection
}
type DeploymentStatusConnection { nodes: [DeploymentStatus], totalCount: Int!, pageInfo: PageInfo! }
type DeploymentStatus implements Node { id: ID!, state: DeploymentStatusState!, description: String, createdAt: DateTime!, updatedAt: DateTime!, logUrl: URI }

enum PullRequestState { OPEN CLOSED MERGED }
type PullRequestConnection { nodes: [PullRequest], totalCount: Int!, pageInfo: PageInfo! }
type PullRequest implements Node {
  id: ID!, databaseId: Int, fullDatabaseId: String, number: Int!, title: String!, body: String!, url: URI!
  state: PullRequestState!, isDraft: Boolean!, merged: Boolean!, closed: Boolean!
  createdAt: DateTime!, updatedAt: DateTime!, closedAt: DateTime, mergedAt: DateTime
  author: Actor, mergedBy: Actor
  headRefName: String!, headRefOid: GitObjectID!, baseRefName: String!, baseRefOid: GitObjectID!
  mergeStateStatus: MergeStateStatus!, mergeable: MergeableState!, reviewDecision: PullRequestReviewDecision
  mergeCommit: Commit, headRef: Ref, mergeQueueEntry: MergeQueueEntry
  commits(first: Int, last: Int, after: String, before: String): PullRequestCommitConnection!
}
enum MergeStateStatus { BEHIND BLOCKED CLEAN DIRTY DRAFT HAS_HOOKS UNKNOWN UNSTABLE }
enum MergeableState { CONFLICTING MERGEABLE UNKNOWN }
enum PullRequestReviewDecision { APPROVED CHANGES_REQUESTED REVIEW_REQUIRED }
enum MergeQueueEntryState { QUEUED AWAITING_CHECKS MERGEABLE UNMERGEABLE LOCKED }
type MergeQueueEntry implements Node { id: ID!, position: Int!, state: MergeQueueEntryState!, enqueuedAt: DateTime! }
type PullRequestCommitConnection { nodes: [PullRequestCommit], totalCount: Int!, pageInfo: PageInfo! }
type PullRequestCommit implements Node { id: ID!, commit: Commit!, url: URI! }
`;
