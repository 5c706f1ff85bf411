import { json, RequestHandler, Router } from 'express';
import { buildSchema, execute, GraphQLError, parse, validate } from 'graphql';
import { z } from 'zod';
import { Forge, ORGANIZATION } from '../Forge';
import { RateLimits } from '../RateLimits';
import { actorOf, rateLimitHeaders } from '../rest/authenticate';
import { tokenOf } from '../Tokens';
import { actorNode } from './actorNode';
import { typed } from './connection';
import { queryCost } from './cost';
import { organizationNode, repositoryNode } from './repositoryNode';
import { typeDefinitions } from './schema';

const requestBody = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

const NODE_LIMIT = 500_000;

/** The GraphQL API. As upstream, errors – an exceeded rate limit, too – come with status 200. */
export function graphqlRoute(forge: Forge, limits: RateLimits): Router {
  const schema = buildSchema(typeDefinitions);
  const answer: RequestHandler = async (req, res) => {
    const token = tokenOf(req.header('authorization')) ?? '';
    const body = requestBody.safeParse(req.body);
    if (!body.success) {
      res.status(400).json({
        message: 'Problems parsing JSON',
        documentation_url: 'https://docs.github.com/graphql',
      });
      return;
    }
    const refuse = (errors: readonly GraphQLError[]) => {
      rateLimitHeaders(res, limits.read(token, 'graphql'), 'graphql');
      res.json({ errors: errors.map(format) });
    };
    let document;
    try {
      document = parse(body.data.query);
    } catch (error) {
      refuse([
        error instanceof GraphQLError ? error : new GraphQLError(String(error)),
      ]);
      return;
    }
    const invalid = validate(schema, document);
    if (invalid.length > 0) {
      refuse(invalid);
      return;
    }
    const variables = body.data.variables ?? {};
    const { cost, nodes } = queryCost(document, variables);
    if (nodes > NODE_LIMIT) {
      refuse([
        typed(
          'MAX_NODE_LIMIT_EXCEEDED',
          `This query requests up to ${nodes} possible nodes which exceeds the maximum limit of ${NODE_LIMIT}.`,
        ),
      ]);
      return;
    }
    if (limits.read(token, 'graphql').remaining < cost) {
      refuse([typed('RATE_LIMITED', 'API rate limit already exceeded.')]);
      return;
    }
    const limit = limits.take(token, 'graphql', cost);
    const result = await execute({
      schema,
      document,
      variableValues: variables,
      operationName: body.data.operationName,
      rootValue: {
        rateLimit: {
          ...limit,
          cost,
          nodeCount: nodes,
          resetAt: new Date(limit.reset * 1000).toISOString(),
        },
        viewer: actorNode(forge, actorOf(req)),
        organization: ({ login }: { login: string }) => {
          if (login !== ORGANIZATION) {
            throw typed(
              'NOT_FOUND',
              `Could not resolve to an Organization with the login of '${login}'.`,
            );
          }
          return organizationNode(forge);
        },
        repository: ({ owner, name }: { owner: string; name: string }) => {
          const info = forge.code.find(`${owner}/${name}`);
          if (!info) {
            throw typed(
              'NOT_FOUND',
              `Could not resolve to a Repository with the name '${owner}/${name}'.`,
            );
          }
          return repositoryNode(forge, info);
        },
      },
    });
    rateLimitHeaders(res, limit, 'graphql');
    res.json({
      ...(result.data !== undefined && { data: result.data }),
      ...(result.errors && { errors: result.errors.map(format) }),
    });
  };
  const router = Router();
  router.post('/', json({ limit: '2mb' }), answer);
  return router;
}

function format(error: GraphQLError) {
  const { type } = error.extensions;
  return {
    ...(typeof type === 'string' && { type }),
    ...(error.path && { path: error.path }),
    ...(error.locations && { locations: error.locations }),
    message: error.message,
  };
}
