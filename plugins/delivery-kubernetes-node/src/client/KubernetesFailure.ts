import {
  classifyStatus,
  cleanMessage,
  retryAfterMs,
  SourceFailure,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';

/**
 * An answer of an API server that says no: a `Status` with its code and reason.
 *
 * @public
 */
export class KubernetesFailure extends SourceFailure {
  constructor(
    readonly status: number,
    message: string,
    options: { reason?: string; retryAfterMs?: number } = {},
  ) {
    super(classifyStatus(status), message, {
      retryAfterMs: options.retryAfterMs,
    });
    this.reason = options.reason;
  }

  /** The API server's word, such as `Forbidden` or `Expired`. */
  readonly reason?: string;
}

const statusSchema = z.object({
  code: z.number().optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
});

/**
 * Makes a failure of the `Status` object that an answer or an in-stream `ERROR` event carries.
 *
 * @param where - what was asked, for the message
 */
export function failureOfStatus(
  where: string,
  status: unknown,
  answered?: { status: number; retryAfter: string | null },
): KubernetesFailure {
  const parsed = statusSchema.safeParse(status);
  const { code, reason, message } = parsed.success
    ? parsed.data
    : { code: undefined, reason: undefined, message: undefined };
  const number = answered?.status ?? code ?? 500;
  const said = message ?? reason;
  return new KubernetesFailure(
    number,
    `${where} answered ${number}${said ? `: ${cleanMessage(said)}` : ''}`,
    {
      reason: reason && cleanMessage(reason, 60),
      retryAfterMs: retryAfterMs(answered?.retryAfter ?? null),
    },
  );
}

/** Whether an error says that a resource version, or a list's continuation, is too old to go on from. */
export function isExpired(error: unknown): boolean {
  return (
    error instanceof KubernetesFailure &&
    (error.status === 410 ||
      error.reason === 'Expired' ||
      error.reason === 'Gone')
  );
}

/**
 * Whether an error says that the credential may not do this, or that the API server does not serve it (any more):
 * asking again soon is of no use, and other resources are not concerned.
 *
 * @public
 */
export function isRefused(error: unknown): error is KubernetesFailure {
  return (
    error instanceof KubernetesFailure &&
    (error.status === 403 || error.status === 404 || error.status === 405)
  );
}
