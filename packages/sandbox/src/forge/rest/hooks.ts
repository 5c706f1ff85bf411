import { Router } from 'express';
import { Forge, ORGANIZATION } from '../Forge';
import { Delivery, Webhooks } from '../webhooks/Webhooks';
import { handle, RestError, send } from './answer';

/** The organisation's webhook and its deliveries; the App's hook is the same one. */
export function hookRoutes(forge: Forge, webhooks: Webhooks): Router {
  const router = Router();
  const url = `${forge.baseUrl}/api/v3/orgs/${ORGANIZATION}/hooks/${webhooks.hookId}`;
  const hook = () => ({
    id: webhooks.hookId,
    url,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
    name: 'web',
    events: [
      'push',
      'pull_request',
      'workflow_run',
      'workflow_job',
      'deployment_status',
    ],
    active: true,
    config: {
      url: webhooks.target?.url,
      content_type: 'json',
      insecure_ssl: '0',
      secret: '********',
    },
    type: 'Organization',
    created_at: '2026-01-05T08:00:00Z',
    updated_at: '2026-01-05T08:00:00Z',
  });
  const check = (org: string | undefined, id: string | undefined) => {
    const known =
      webhooks.target &&
      (org === undefined || org === ORGANIZATION) &&
      (id === undefined || id === String(webhooks.hookId));
    if (!known) {
      throw new RestError(404, 'Not Found');
    }
  };
  const summary = (delivery: Delivery) => ({
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.durationS,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: null,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  });

  router.get(
    '/orgs/:org/hooks',
    handle((req, res) => {
      send(
        req,
        res,
        req.params.org === ORGANIZATION && webhooks.target ? [hook()] : [],
      );
    }),
  );
  router.get(
    '/orgs/:org/hooks/:id',
    handle((req, res) => {
      check(req.params.org, req.params.id);
      send(req, res, hook());
    }),
  );

  for (const base of ['/orgs/:org/hooks/:id', '/app/hook']) {
    router.get(
      `${base}/deliveries`,
      handle((req, res) => {
        check(req.params.org, req.params.id);
        const size = Math.min(100, Number(req.query.per_page) || 30);
        const cursor = Number(req.query.cursor) || undefined;
        const from = cursor
          ? webhooks.deliveries.findIndex(each => each.id === cursor)
          : 0;
        const rest = from < 0 ? [] : webhooks.deliveries.slice(from);
        if (rest.length > size) {
          const next = new URL(req.originalUrl, forge.baseUrl);
          next.searchParams.set('cursor', String(rest[size].id));
          res.setHeader('link', `<${next.href}>; rel="next"`);
        }
        send(req, res, rest.slice(0, size).map(summary));
      }),
    );
    router.get(
      `${base}/deliveries/:delivery`,
      handle((req, res) => {
        check(req.params.org, req.params.id);
        const delivery = webhooks.deliveries.find(
          each => String(each.id) === req.params.delivery,
        );
        if (!delivery) {
          throw new RestError(404, 'Not Found');
        }
        send(req, res, {
          ...summary(delivery),
          url: delivery.url,
          request: {
            headers: delivery.request.headers,
            payload: JSON.parse(delivery.request.body),
          },
          response: {
            headers: delivery.response.headers,
            payload: delivery.response.body,
          },
        });
      }),
    );
    router.post(
      `${base}/deliveries/:delivery/attempts`,
      handle((req, res) => {
        check(req.params.org, req.params.id);
        if (!webhooks.redeliver(Number(req.params.delivery))) {
          throw new RestError(404, 'Not Found');
        }
        res.status(202).json({});
      }),
    );
  }
  return router;
}
