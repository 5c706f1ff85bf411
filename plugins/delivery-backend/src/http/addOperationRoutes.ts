import type {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  OPERATION_STATES,
  OPERATION_TYPES,
} from '@throughline/plugin-delivery-common';
import type express from 'express';
import { z } from 'zod';
import type { Operations } from '../operate/Operations';
import { parse } from './parse';

const words = <T extends string>(known: readonly T[]) =>
  z
    .union([z.string().transform(text => [text]), z.array(z.string())])
    .pipe(z.array(z.enum(known as readonly [T, ...T[]])))
    .optional();

const SEARCH = z.object({
  text: z.string().optional(),
  entityRef: z.string().optional(),
  actor: z.string().optional(),
  environments: z
    .union([z.string().transform(text => [text]), z.array(z.string())])
    .optional(),
  types: words(OPERATION_TYPES),
  states: words(OPERATION_STATES),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});

const id = z.string().min(1).max(100);
const INPUT = z.strictObject({
  type: z.enum(OPERATION_TYPES as readonly [(typeof OPERATION_TYPES)[number]]),
  entityRef: z.string().transform(readRef),
  targetIds: z.array(id).max(50).optional(),
  runId: id.optional(),
  pipelineId: id.optional(),
  environment: id.optional(),
  fromEnvironment: id.optional(),
  deploymentId: id.optional(),
  parameters: z.record(z.string(), z.string().max(4000)).optional(),
  reason: z.string().max(2000).optional(),
  breakGlass: z.boolean().optional(),
  idempotencyKey: id,
});

const DECISION = z.strictObject({
  decision: z.enum(['approved', 'rejected']),
  comment: z.string().max(2000).optional(),
});

const FREEZE = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal(true), reason: z.string().max(2000) }),
  z.strictObject({ on: z.literal(false) }),
]);

/** Adds the routes of operations: they parse, have the operations authorise and answer, and say it. */
export function addOperationRoutes(
  router: express.Router,
  operations: Operations,
  httpAuth: HttpAuthService,
): void {
  const whose = (req: express.Request): Promise<BackstageCredentials> =>
    httpAuth.credentials(req, { allow: ['user', 'service'] });

  router.get(
    '/entities/:namespace/:kind/:name/operations',
    async (req, res) => {
      const { namespace, kind, name } = req.params;
      const ref = stringifyEntityRef({ kind, namespace, name });
      res.setHeader('Cache-Control', 'private, no-store');
      res.json(await operations.offers(ref, await whose(req)));
    },
  );

  router.get('/operations', async (req, res) => {
    const query = parse(SEARCH, req.query);
    res.setHeader('Cache-Control', 'private, no-store');
    res.json(await operations.search(query, await whose(req)));
  });

  router.post('/operations', async (req, res) => {
    const input = parse(INPUT, req.body);
    res.json(await operations.request(input, await whose(req)));
  });

  router.post('/operations/plan', async (req, res) => {
    const input = parse(INPUT, req.body);
    res.json(await operations.plan(input, await whose(req)));
  });

  router.get('/operations/export', async (req, res) => {
    const query = parse(SEARCH, req.query);
    const csv = await operations.export(query, await whose(req));
    res.setHeader(
      'Content-Disposition',
      'attachment; filename="operations.csv"',
    );
    res.setHeader('X-Content-Type-Options', 'nosniff');
    res.type('text/csv').send(csv);
  });

  router.post('/operations/freeze', async (req, res) => {
    await operations.setFreeze(parse(FREEZE, req.body), await whose(req));
    res.status(204).end();
  });

  router.get('/operations/:id', async (req, res) => {
    res.json(await operations.get(req.params.id, await whose(req)));
  });

  router.post('/operations/:id/decision', async (req, res) => {
    const decision = parse(DECISION, req.body);
    res.json(
      await operations.decide(req.params.id, decision, await whose(req)),
    );
  });

  router.post('/operations/:id/cancel', async (req, res) => {
    res.json(await operations.cancel(req.params.id, await whose(req)));
  });
}

function readRef(text: string): string {
  try {
    return stringifyEntityRef(parseEntityRef(text));
  } catch {
    throw new InputError(
      `'${text.slice(
        0,
        100,
      )}' is no entity ref. Write it as kind:namespace/name.`,
    );
  }
}
