import {
  OPERATION_STATES,
  OPERATION_TYPES,
} from '@throughline/plugin-delivery-common';

const json = <N extends string>(schema: N) =>
  ({
    'application/json': {
      schema: { $ref: `#/components/schemas/${schema}` as const },
    },
  } as const);

const answer = <N extends string>(description: string, schema: N) =>
  ({ description, content: json(schema) } as const);

const ERRORS = {
  400: answer('The request is wrong', 'Error'),
  401: answer('Nobody is signed in', 'Error'),
  403: answer('It is not allowed', 'Error'),
  404: answer('There is none, or none that the reader may see', 'Error'),
  409: answer('It is too late for that', 'Error'),
} as const;

const ID = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string', maxLength: 40 },
} as const;

const ENTITY = [
  { $ref: '#/components/parameters/namespace' },
  { $ref: '#/components/parameters/kind' },
  { $ref: '#/components/parameters/name' },
] as const;

const body = (schema: object) =>
  ({
    required: true,
    content: { 'application/json': { schema } },
  } as const);

const queryText = <N extends string>(name: N) =>
  ({
    name,
    in: 'query',
    allowReserved: true,
    schema: { type: 'string', maxLength: 500 },
  } as const);

const queryWords = <N extends string>(name: N, words?: readonly string[]) =>
  ({
    name,
    in: 'query',
    schema: {
      type: 'array',
      maxItems: 50,
      items: words ? { type: 'string', enum: [...words] } : { type: 'string' },
    },
  } as const);

const SEARCH = [
  queryText('text'),
  queryText('entityRef'),
  queryText('actor'),
  queryWords('environments'),
  queryWords('types', OPERATION_TYPES),
  queryWords('states', OPERATION_STATES),
  queryText('from'),
  queryText('to'),
] as const;

/** The paths of operations. */
export const OPERATION_PATHS = {
  '/entities/{namespace}/{kind}/{name}/operations': {
    get: {
      operationId: 'getEntityOperations',
      description:
        'What can be asked for on the page of an entity, and what was.',
      parameters: [...ENTITY],
      responses: { 200: answer('Offers', 'EntityOperations'), ...ERRORS },
    },
  },
  '/operations': {
    get: {
      operationId: 'searchOperations',
      parameters: [
        ...SEARCH,
        { $ref: '#/components/parameters/cursor' },
        { $ref: '#/components/parameters/limit' },
      ],
      responses: { 200: answer('Newest first', 'OperationsPage'), ...ERRORS },
    },
    post: {
      operationId: 'requestOperation',
      description:
        'Asks for an operation. What is refused is answered as such, and recorded. Asked twice with one key it is done once.',
      requestBody: {
        required: true,
        content: json('OperationInput'),
      },
      responses: { 200: answer('As it was recorded', 'Operation'), ...ERRORS },
    },
  },
  '/operations/plan': {
    post: {
      operationId: 'planOperation',
      description: 'What an operation would do. It changes nothing.',
      requestBody: { required: true, content: json('OperationInput') },
      responses: { 200: answer('The plan', 'OperationPlan'), ...ERRORS },
    },
  },
  '/operations/export': {
    get: {
      operationId: 'exportOperations',
      parameters: [...SEARCH],
      responses: {
        200: {
          description: 'At most 10,000, newest first',
          content: { 'text/csv': { schema: { type: 'string' } } },
        },
        ...ERRORS,
      },
    },
  },
  '/operations/freeze': {
    post: {
      operationId: 'setFreeze',
      requestBody: body({
        type: 'object',
        required: ['on'],
        additionalProperties: false,
        properties: {
          on: { type: 'boolean' },
          reason: { type: 'string', maxLength: 2000 },
        },
      }),
      responses: { 204: { description: 'So it is' }, ...ERRORS },
    },
  },
  '/operations/{id}': {
    get: {
      operationId: 'getOperation',
      parameters: [ID],
      responses: { 200: answer('The operation', 'Operation'), ...ERRORS },
    },
  },
  '/operations/{id}/decision': {
    post: {
      operationId: 'decideOperation',
      parameters: [ID],
      requestBody: body({
        type: 'object',
        required: ['decision'],
        additionalProperties: false,
        properties: {
          decision: { type: 'string', enum: ['approved', 'rejected'] },
          comment: { type: 'string', maxLength: 2000 },
        },
      }),
      responses: { 200: answer('The operation', 'Operation'), ...ERRORS },
    },
  },
  '/operations/{id}/cancel': {
    post: {
      operationId: 'cancelOperation',
      parameters: [ID],
      responses: { 200: answer('The operation', 'Operation'), ...ERRORS },
    },
  },
} as const;
