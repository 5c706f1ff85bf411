import { Router } from 'express';
import { Forge, nodeId, ORGANIZATION, stableId } from '../Forge';
import {
  nameOfLogin,
  organizationPayload,
  userPayload,
} from '../payloads/user';
import { RateLimits } from '../RateLimits';
import { tokenOf, Tokens } from '../Tokens';
import { actorOf } from './authenticate';
import { handle, RestError, send } from './answer';

const INSTALLATION = 7_110;
const permissions = {
  actions: 'write',
  contents: 'write',
  deployments: 'read',
  metadata: 'read',
  pull_requests: 'write',
  statuses: 'write',
} as const;

/** Who one is, how much one may ask, and the App with its one installation. */
export function metaRoutes(
  forge: Forge,
  tokens: Tokens,
  limits: RateLimits,
): Router {
  const router = Router();

  router.get(
    '/user',
    handle((req, res) =>
      send(req, res, {
        ...userPayload(forge, actorOf(req)),
        name: nameOfLogin(actorOf(req)),
        company: ORGANIZATION,
        email: null,
      }),
    ),
  );
  router.get(
    '/users/:login',
    handle((req, res) =>
      send(req, res, {
        ...userPayload(forge, req.params.login),
        name: nameOfLogin(req.params.login),
      }),
    ),
  );
  router.get(
    '/meta',
    handle((req, res) =>
      send(req, res, {
        verifiable_password_authentication: false,
        installed_version: '3.18.0',
      }),
    ),
  );
  router.get(
    '/rate_limit',
    handle((req, res) => {
      const token = tokenOf(req.header('authorization')) ?? '';
      const core = limits.read(token, 'core');
      send(req, res, {
        resources: {
          core,
          graphql: limits.read(token, 'graphql'),
          search: limits.read(token, 'search'),
        },
        rate: core,
      });
    }),
  );

  const installation = () => ({
    id: INSTALLATION,
    account: organizationPayload(forge, ORGANIZATION),
    repository_selection: 'all',
    access_tokens_url: `${forge.baseUrl}/api/v3/app/installations/${INSTALLATION}/access_tokens`,
    repositories_url: `${forge.baseUrl}/api/v3/installation/repositories`,
    html_url: `${forge.baseUrl}/organizations/${ORGANIZATION}/settings/installations/${INSTALLATION}`,
    app_id: 1,
    client_id: 'Iv1.sandbox',
    target_id: stableId(`user ${ORGANIZATION}`),
    target_type: 'Organization',
    permissions,
    events: ['push', 'pull_request', 'workflow_run', 'workflow_job'],
    created_at: '2026-01-05T08:00:00Z',
    updated_at: '2026-01-05T08:00:00Z',
    single_file_name: null,
    app_slug: 'throughline',
    suspended_at: null,
    suspended_by: null,
  });
  router.get(
    '/app',
    handle((req, res) =>
      send(req, res, {
        id: 1,
        slug: 'throughline',
        node_id: nodeId('A', 1),
        owner: organizationPayload(forge, ORGANIZATION),
        name: 'Throughline',
        description: null,
        external_url: forge.baseUrl,
        html_url: `${forge.baseUrl}/apps/throughline`,
        created_at: '2026-01-05T08:00:00Z',
        updated_at: '2026-01-05T08:00:00Z',
        permissions,
        events: installation().events,
      }),
    ),
  );
  router.get(
    '/app/installations',
    handle((req, res) => send(req, res, [installation()])),
  );
  router.get(
    [
      '/app/installations/:id',
      '/orgs/:org/installation',
      '/repos/:owner/:repo/installation',
    ],
    handle((req, res) => send(req, res, installation())),
  );
  router.post(
    '/app/installations/:id/access_tokens',
    handle((req, res) => {
      if (req.params.id !== String(INSTALLATION)) {
        throw new RestError(404, 'Not Found');
      }
      const { token, expiresAt } = tokens.issue(req.params.id);
      res.status(201).json({
        token,
        expires_at: expiresAt,
        permissions,
        repository_selection: 'all',
      });
    }),
  );
  return router;
}
