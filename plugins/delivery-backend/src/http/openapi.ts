import { FLEET_STATES } from '@throughline/plugin-delivery-common';
import { COMMON_SCHEMAS } from './schemas/common';
import { ENTITY_SCHEMAS } from './schemas/entity';
import { EVIDENCE_SCHEMAS } from './schemas/evidence';
import { FLEET_SCHEMAS } from './schemas/fleet';
import { EVIDENCE_PATHS } from './evidencePaths';
import { OPERATION_PATHS } from './operationPaths';
import { METRICS_SCHEMAS } from './schemas/metrics';
import { OPERATIONS_SCHEMAS } from './schemas/operations';
import { VERSION_RULE_SCHEMAS } from './schemas/versionRules';
import { VERSION_RULE_PATHS } from './versionRulePaths';

const answer = <N extends string>(description: string, schema: N) =>
  ({
    description,
    content: {
      'application/json': {
        schema: { $ref: `#/components/schemas/${schema}` as const },
      },
    },
  } as const);

const ERRORS = {
  400: answer('The request is wrong', 'Error'),
  401: answer('Nobody is signed in', 'Error'),
  403: answer('A permission is missing', 'Error'),
  404: answer('There is none, or none that the reader may see', 'Error'),
} as const;

const ENTITY = [
  { $ref: '#/components/parameters/namespace' },
  { $ref: '#/components/parameters/kind' },
  { $ref: '#/components/parameters/name' },
] as const;

const LIST = [
  { $ref: '#/components/parameters/cursor' },
  { $ref: '#/components/parameters/limit' },
] as const;

const queryText = <N extends string>(name: N, description: string) =>
  ({
    name,
    in: 'query',
    allowReserved: true,
    description,
    schema: { type: 'string', maxLength: 500 },
  } as const);

const queryTexts = <N extends string>(name: N, description: string) =>
  ({
    name,
    in: 'query',
    allowReserved: true,
    description,
    schema: {
      type: 'array',
      maxItems: 100,
      items: { type: 'string', maxLength: 300 },
    },
  } as const);

/** The HTTP API: what the router accepts, and what it answers. */
export const openapi = {
  openapi: '3.1.0',
  info: {
    title: 'delivery',
    version: '1',
    description:
      'How the code of catalog entities gets to production. What is read follows the catalog: an entity that the reader may not see is answered 404, and is absent from lists.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
  paths: {
    '/entities/{namespace}/{kind}/{name}': {
      get: {
        operationId: 'getEntityDelivery',
        description:
          'All that the delivery page of one entity shows. Send the `ETag` of the last answer as `If-None-Match`.',
        parameters: [
          ...ENTITY,
          queryText(
            'etag',
            'The `metadata.etag` that the catalog gives the entity: where another one is linked, it is linked again at once',
          ),
        ],
        responses: {
          200: answer('The page', 'EntityDelivery'),
          304: { description: 'It is as it was' },
          ...ERRORS,
        },
      },
    },
    '/entities/{namespace}/{kind}/{name}/changes': {
      get: {
        operationId: 'listChanges',
        parameters: [...ENTITY, ...LIST],
        responses: { 200: answer('Newest first', 'ChangePage'), ...ERRORS },
      },
    },
    '/entities/{namespace}/{kind}/{name}/runs': {
      get: {
        operationId: 'listRuns',
        parameters: [...ENTITY, ...LIST],
        responses: { 200: answer('Newest first', 'RunPage'), ...ERRORS },
      },
    },
    '/entities/{namespace}/{kind}/{name}/history': {
      get: {
        operationId: 'listHistory',
        parameters: [...ENTITY, ...LIST],
        responses: { 200: answer('Newest first', 'HistoryPage'), ...ERRORS },
      },
    },
    '/entities/{namespace}/{kind}/{name}/metrics': {
      get: {
        operationId: 'getMetrics',
        description:
          'Asks the monitoring systems live. A day at most; one that does not answer costs itself.',
        parameters: [
          ...ENTITY,
          {
            name: 'environment',
            in: 'query',
            required: true,
            schema: { type: 'string', maxLength: 100 },
          },
          {
            name: 'from',
            in: 'query',
            required: true,
            description: 'Unix seconds',
            schema: { type: 'integer', minimum: 0 },
          },
          {
            name: 'to',
            in: 'query',
            required: true,
            description: 'Unix seconds',
            schema: { type: 'integer', minimum: 0 },
          },
        ],
        responses: {
          200: answer('What was measured', 'EntityMetrics'),
          ...ERRORS,
        },
      },
    },
    ...OPERATION_PATHS,
    ...EVIDENCE_PATHS,
    ...VERSION_RULE_PATHS,
    '/targets/{id}/details/{kind}': {
      get: {
        operationId: 'getTargetDetails',
        description:
          'Looks something up live, for a target that is the entity’s beyond doubt.',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string', maxLength: 100 },
          },
          {
            name: 'kind',
            in: 'path',
            required: true,
            schema: {
              type: 'string',
              enum: ['resources', 'diff', 'events', 'pods', 'logs'],
            },
          },
          {
            name: 'entity',
            in: 'query',
            required: true,
            allowReserved: true,
            description: 'The ref of the entity whose page asks',
            schema: { type: 'string', maxLength: 300 },
          },
          queryText('lines', 'How many lines of the logs'),
          queryText('pod', 'For the logs of one pod'),
          queryText('container', 'For the logs of one container'),
          queryText('previous', '`true` for the container before a restart'),
        ],
        responses: {
          200: answer('What there is at this moment', 'TargetDetails'),
          ...ERRORS,
          503: answer('The source did not answer in time', 'Error'),
        },
      },
    },
    '/fleet': {
      get: {
        operationId: 'getFleet',
        parameters: [
          queryText('text', 'Part of the name or title'),
          queryTexts('owners', 'Refs of owners'),
          queryTexts('systems', 'Names of systems'),
          queryTexts('environments', 'Names of environments'),
          {
            name: 'states',
            in: 'query',
            schema: {
              type: 'array',
              items: { type: 'string', enum: [...FLEET_STATES] },
            },
          },
          {
            name: 'sort',
            in: 'query',
            schema: {
              type: 'string',
              enum: ['name', '-name', 'worst', '-changed'],
            },
          },
          ...LIST,
        ],
        responses: { 200: answer('Services', 'FleetPage'), ...ERRORS },
      },
    },
    '/sources': {
      get: {
        operationId: 'getSources',
        parameters: [...LIST],
        responses: {
          200: answer('Sources and unplaced targets', 'SourcesPage'),
          ...ERRORS,
        },
      },
    },
  },
  components: {
    parameters: {
      namespace: {
        name: 'namespace',
        in: 'path',
        required: true,
        schema: { type: 'string', maxLength: 100 },
      },
      kind: {
        name: 'kind',
        in: 'path',
        required: true,
        schema: { type: 'string', maxLength: 100 },
      },
      name: {
        name: 'name',
        in: 'path',
        required: true,
        schema: { type: 'string', maxLength: 100 },
      },
      cursor: {
        name: 'cursor',
        in: 'query',
        description: '`nextCursor` of the page before',
        schema: { type: 'string', maxLength: 2000 },
      },
      limit: {
        name: 'limit',
        in: 'query',
        schema: { type: 'integer', minimum: 1, maximum: 200 },
      },
    },
    schemas: {
      ...COMMON_SCHEMAS,
      ...ENTITY_SCHEMAS,
      ...EVIDENCE_SCHEMAS,
      ...FLEET_SCHEMAS,
      ...METRICS_SCHEMAS,
      ...OPERATIONS_SCHEMAS,
      ...VERSION_RULE_SCHEMAS,
    },
  },
} as const;
