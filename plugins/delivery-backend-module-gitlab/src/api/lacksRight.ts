import { SourceFailure } from '@throughline/plugin-delivery-node';

/** A refusal that is about rights, or looks like it. */
export interface LackingRight {
  /** 403, or 404: what GitLab answers to those who may not know. */
  status: number;
  /** GitLab's own words, clean. */
  message: string;
  /** The `error` of its JSON. */
  error?: string;
  asked: string;
  project: string;
  /** The role that it takes. */
  role: string;
}

/** Says which right is missing, as far as GitLab tells. */
export function lacksRight(refusal: LackingRight): SourceFailure {
  const { status, message, asked, project } = refusal;
  return new SourceFailure(
    'permission',
    `${project}: '${asked}' was answered with ${status}${
      message ? ` (${message})` : ''
    }: ${reasonOf(refusal)}`,
  );
}

function reasonOf({ status, error, role }: LackingRight): string {
  if (error === 'insufficient_scope') {
    return "the token lacks the scope 'api'";
  }
  return status === 404
    ? 'there is no such thing, or the token may not see it'
    : `the token's user lacks the role ${role}, or a rule of the project forbids it`;
}
