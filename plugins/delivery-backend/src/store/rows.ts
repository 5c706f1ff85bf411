/** What the tables of observed items have in common. */
export interface ObservedRow {
  id: string;
  source_id: string;
  key: string;
  scope: string;
  hash: string;
  data: string;
}

export interface DeploymentRow extends ObservedRow {
  target_id: string;
  started_at: string;
  sequence: number;
  ended: number;
}

export interface RunRow extends ObservedRow {
  repository: string;
  sha: string | null;
  created_at: string;
}

export interface CommitRow extends ObservedRow {
  repository: string;
  sha: string;
  committed_at: string;
}

export interface CommitPathRow {
  commit_id: string;
  path: string;
  repository: string;
  committed_at: string;
}

export interface PullRequestRow extends ObservedRow {
  repository: string;
  number: number;
  state: string;
  updated_at: string;
}

export interface BranchRow extends ObservedRow {
  repository: string;
}

export interface ArtifactRow extends ObservedRow {
  repository: string;
  source_revision: string | null;
  created_at: string;
}

export interface ArtifactReferenceRow {
  artifact_id: string;
  repository: string;
  reference: string;
}

export interface LeaseRow {
  name: string;
  holder: string | null;
  /** PostgreSQL answers its 64-bit integers as text. */
  fence: number | string;
  expires_at: number | string;
}

export interface SourceRow {
  id: string;
  last_success_at: number | string | null;
  error_kind: string | null;
  error_message: string | null;
  error_since: number | string | null;
  cursor: string | null;
  budget: string | null;
  problems: string;
  malformed: string;
}

export interface SourceCountRow {
  source_id: string;
  kind: string;
  count: number | string;
}

export interface ChangeRow {
  id: number | string;
  source_id: string;
  kind: string;
  key: string;
  subject: string;
  recorded_at: number | string;
}

export interface InterestsRow {
  id: number;
  version: string;
  data: string;
}

export interface HintRow {
  source_id: string;
  subject: string;
  recorded_at: number | string;
}
