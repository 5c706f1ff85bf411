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
  401: answer('Nobody is signed in', 'Error'),
  404: answer('There is none, or none that the reader may see', 'Error'),
} as const;

const id = (maxLength: number) =>
  ({
    name: 'id',
    in: 'path',
    required: true,
    schema: { type: 'string', maxLength },
  } as const);

/** The paths of evidence. */
export const EVIDENCE_PATHS = {
  '/entities/{namespace}/{kind}/{name}/deployments/{id}/evidence': {
    get: {
      operationId: 'exportDeploymentEvidence',
      description:
        'All that is known of one deployment as one document. What is not known is told with the reason.',
      parameters: [
        { $ref: '#/components/parameters/namespace' },
        { $ref: '#/components/parameters/kind' },
        { $ref: '#/components/parameters/name' },
        id(100),
      ],
      responses: {
        200: answer('The evidence', 'DeploymentEvidence'),
        ...ERRORS,
      },
    },
  },
  '/operations/{id}/evidence': {
    get: {
      operationId: 'exportOperationEvidence',
      description:
        'All that is known of one operation, and of what it brought, as one document.',
      parameters: [id(40)],
      responses: {
        200: answer('The evidence', 'OperationEvidence'),
        ...ERRORS,
      },
    },
  },
} as const;
