import type {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  DETAIL_KINDS,
  FLEET_STATES,
} from '@throughline/plugin-delivery-common';
import type express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import type { Evidence } from '../operate/log/Evidence';
import type { VersionRules } from '../operate/detect/VersionRules';
import type { Operations } from '../operate/Operations';
import type { DeliveryService, Reader } from '../read/DeliveryService';
import { addEvidenceRoutes } from './addEvidenceRoutes';
import { addOperationRoutes } from './addOperationRoutes';
import { addVersionRuleRoutes } from './addVersionRuleRoutes';
import { openapi } from './openapi';
import { parse } from './parse';
import { refuseWrongRequests } from './refuseWrongRequests';

/** What the router needs. */
export interface RouterOptions {
  delivery: DeliveryService;
  operations: Operations;
  evidence: Evidence;
  versionRules: VersionRules;
  httpAuth: HttpAuthService;
  /** Takes webhooks, before anything parses their bodies. */
  webhooks: express.RequestHandler;
  /** For tests: has answers checked against the document as well. */
  validateResponses?: boolean;
}

// The document is checked by its test; as a type it is more than the compiler cares to compare.
const DOCUMENT = openapi as unknown as Parameters<
  typeof createValidatedOpenApiRouter
>[0];

const ETAG = z.string().optional();
const LIMIT = z.coerce.number().int().min(1).max(200).optional();
const LIST = z.object({ cursor: z.string().optional(), limit: LIMIT });
const TEXTS = z
  .union([z.string().transform(text => [text]), z.array(z.string())])
  .optional();
const FLEET = z.object({
  text: z.string().optional(),
  owners: TEXTS,
  systems: TEXTS,
  environments: TEXTS,
  states: z
    .union([z.string().transform(text => [text]), z.array(z.string())])
    .pipe(z.array(z.enum(FLEET_STATES)))
    .optional(),
  sort: z.enum(['name', '-name', 'worst', '-changed']).optional(),
  limit: LIMIT,
  cursor: z.string().optional(),
});
const METRICS = z.object({
  environment: z.string(),
  from: z.coerce.number().int().min(0),
  to: z.coerce.number().int().min(0),
});
const DETAILS = z
  .object({ entity: z.string() })
  .catchall(z.string().optional());

/** Makes the router: it parses, has the service authorise and answer, and says it. */
export function createRouter(options: RouterOptions): express.Router {
  const { delivery, httpAuth } = options;
  const outer = Router();
  outer.post('/webhooks/:system', options.webhooks);
  outer.get('/openapi.json', (_, res) => {
    res.json(openapi);
  });
  const router = createValidatedOpenApiRouter(DOCUMENT, {
    validatorOptions: {
      // What comes in a query is text; zod makes numbers of it below.
      validateRequests: { coerceTypes: 'array' },
      validateResponses: options.validateResponses ?? false,
    },
  }) as unknown as express.Router;
  router.use(refuseWrongRequests);

  router.get('/entities/:namespace/:kind/:name', async (req, res) => {
    const reader = await readerOf(req, httpAuth);
    const { etag, body } = await delivery.page(
      refOf(req),
      {
        known: knownEtags(req.header('if-none-match')),
        catalogEtag: ETAG.parse(req.query.etag),
      },
      reader,
    );
    res.setHeader('ETag', etag);
    res.setHeader('Cache-Control', 'private, no-cache');
    if (body === undefined) {
      res.status(304).end();
    } else if (options.validateResponses) {
      res.json(JSON.parse(body));
    } else {
      res.type('application/json').send(body);
    }
  });

  router.get('/entities/:namespace/:kind/:name/changes', async (req, res) => {
    const reader = await readerOf(req, httpAuth);
    res.json(await delivery.changes(refOf(req), listOf(req), reader));
  });

  router.get('/entities/:namespace/:kind/:name/runs', async (req, res) => {
    const reader = await readerOf(req, httpAuth);
    res.json(await delivery.runs(refOf(req), listOf(req), reader));
  });

  router.get('/entities/:namespace/:kind/:name/history', async (req, res) => {
    const reader = await readerOf(req, httpAuth);
    res.json(await delivery.history(refOf(req), listOf(req), reader));
  });

  router.get('/entities/:namespace/:kind/:name/metrics', async (req, res) => {
    const reader = await readerOf(req, httpAuth);
    const request = parse(METRICS, req.query);
    res.setHeader('Cache-Control', 'private, no-store');
    res.json(await delivery.metrics(refOf(req), request, reader));
  });

  router.get('/targets/:id/details/:kind', async (req, res) => {
    const reader = await readerOf(req, httpAuth);
    const { entity, ...query } = parse(DETAILS, req.query);
    const details = await delivery.details(
      {
        targetId: req.params.id,
        kind: parse(z.enum(DETAIL_KINDS), req.params.kind),
        entityRef: readRef(entity),
        query: Object.fromEntries(
          Object.entries(query).filter(
            (entry): entry is [string, string] => entry[1] !== undefined,
          ),
        ),
      },
      reader,
    );
    res.setHeader('Cache-Control', 'private, no-store');
    res.json(details);
  });

  router.get('/fleet', async (req, res) => {
    const reader = await readerOf(req, httpAuth);
    res.json(await delivery.fleet(parse(FLEET, req.query), reader));
  });

  router.get('/sources', async (req, res) => {
    const reader = await readerOf(req, httpAuth);
    res.json(await delivery.sources(listOf(req), reader));
  });

  addOperationRoutes(router, options.operations, httpAuth);
  addEvidenceRoutes(router, options.evidence, httpAuth);
  addVersionRuleRoutes(router, options.versionRules, httpAuth);
  outer.use(router);
  return outer;
}

async function readerOf(
  req: express.Request,
  httpAuth: HttpAuthService,
): Promise<Reader> {
  const credentials: BackstageCredentials = await httpAuth.credentials(req, {
    allow: ['user', 'service'],
  });
  // What may be seen is for the authorisation to say, which sets it anew.
  return { credentials, visible: { type: 'none' } };
}

function refOf(req: express.Request): string {
  const { namespace, kind, name } = req.params;
  return stringifyEntityRef({ kind, namespace, name });
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

function listOf(req: express.Request): z.output<typeof LIST> {
  return parse(LIST, req.query);
}

function knownEtags(header: string | undefined): string[] {
  return header ? header.split(',').map(each => each.trim()) : [];
}
