/** What people are told; each is a topic of its own, `delivery:<kind>`, so that each can be opted out of. */
export type NoticeKind =
  | 'operation-finished'
  | 'operation-failed'
  | 'approval-wanted'
  | 'drifted'
  | 'degraded';

/** The topic of a kind. */
export function topicOf(kind: NoticeKind): string {
  return `delivery:${kind}`;
}
