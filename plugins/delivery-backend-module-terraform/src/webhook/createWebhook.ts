import { createHmac } from 'node:crypto';
import { z } from 'zod';
import {
  matchesAnySecret,
  type Secret,
  type WebhookRequest,
  type WebhookVerdict,
} from '@throughline/plugin-delivery-node';
import type { OrganizationConfig } from '../config/readOrganization';

const SIGNATURE = 'x-tfe-notification-signature';

/** Version 1: of a run. All is null where it only verifies that we are here. */
const RunNotification = z.object({
  payload_version: z.union([z.literal(1), z.literal('1')]),
  notification_configuration_id: z.string(),
  run_id: z.string().nullish(),
  workspace_id: z.string().nullish(),
  organization_name: z.string().nullish(),
  notifications: z
    .array(
      z.object({ trigger: z.string(), run_updated_at: z.string().nullish() }),
    )
    .min(1),
});

/** Version 2: of a drift detection. */
const AssessmentNotification = z.object({
  payload_version: z.union([z.literal(2), z.literal('2')]),
  notification_configuration_id: z.string(),
  trigger: z.string(),
  details: z.object({
    new_assessment_result: z.object({ id: z.string() }).nullish(),
    workspace_id: z.string(),
    organization_name: z.string(),
  }),
});

/**
 * Reads notifications of workspaces: signed with HMAC-SHA512 over the raw body. They are hints to look and nothing
 * more; "errored", say, also comes when a run was cancelled.
 */
export function createWebhook(
  organizations: readonly OrganizationConfig[],
  secrets: readonly Secret[],
): (request: WebhookRequest) => Promise<WebhookVerdict> {
  return async ({ headers, body }) => {
    const signature = headers[SIGNATURE];
    if (!signature) {
      return { type: 'rejected', reason: `there is no header ${SIGNATURE}` };
    }
    const isGenuine = await matchesAnySecret(
      signature.trim().toLocaleLowerCase('en-US'),
      secret => createHmac('sha512', secret).update(body).digest('hex'),
      secrets,
    );
    if (!isGenuine) {
      return {
        type: 'rejected',
        reason: `the header ${SIGNATURE} is not that of a known secret`,
      };
    }
    return interpret(body, organizations);
  };
}

function interpret(
  body: Buffer,
  organizations: readonly OrganizationConfig[],
): WebhookVerdict {
  const payload = asJson(body);
  const run = RunNotification.safeParse(payload).data;
  if (run) {
    const [{ trigger, run_updated_at: at }] = run.notifications;
    if (trigger === 'verification') {
      return { type: 'ignored', reason: 'it only verifies that we are here' };
    }
    const { notification_configuration_id: id, run_id: runId } = run;
    return hintAt(
      run.organization_name,
      run.workspace_id,
      runId && at ? [id, runId, trigger, at].join(':') : undefined,
      organizations,
    );
  }
  const assessment = AssessmentNotification.safeParse(payload).data;
  if (assessment) {
    const { details, notification_configuration_id: id } = assessment;
    const result = details.new_assessment_result?.id;
    return hintAt(
      details.organization_name,
      details.workspace_id,
      result && [id, result, assessment.trigger].join(':'),
      organizations,
    );
  }
  return { type: 'ignored', reason: 'it is not in a form that is known here' };
}

function hintAt(
  organization: string | null | undefined,
  workspace: string | null | undefined,
  deliveryId: string | undefined,
  organizations: readonly OrganizationConfig[],
): WebhookVerdict {
  const named = organizations.filter(one => one.organization === organization);
  if (!workspace || named.length === 0) {
    return { type: 'ignored', reason: 'its organization is not observed' };
  }
  return {
    type: 'hints',
    ...(deliveryId && { deliveryId }),
    hints: named.map(({ name }) => ({
      sourceId: `terraform:${name}`,
      hint: { subject: workspace },
    })),
  };
}

function asJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
