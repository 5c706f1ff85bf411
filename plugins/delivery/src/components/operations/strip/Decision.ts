/** What a person can do to an operation that others, or they themselves, asked for. */
export type Decision = 'approve' | 'reject' | 'cancel';

/** All of them, in the order of their buttons. */
export const DECISIONS: readonly Decision[] = ['approve', 'reject', 'cancel'];
