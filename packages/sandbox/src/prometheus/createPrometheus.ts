import { RequestHandler, Router } from 'express';
import path from 'path';
import type { ClusterStore } from '../kubernetes/ClusterStore';
import type { ServiceSpec } from '../world';
import { exposition } from './exposition';
import { isIll } from './isIll';
import { proxyRoutes } from './proxyRoutes';
import { isPrometheusInstalled, RealPrometheus } from './RealPrometheus';
import { Samples } from './Samples';
import { standInRoutes } from './standInRoutes';
import { Traffic } from './Traffic';

const SAMPLE_EVERY_MS = 5_000;

/** The sandbox's monitoring, running. */
export interface RunningPrometheus {
  router: Router;
  /** Whether the real program answers, or its stand-in. */
  isReal: boolean;
  close(): Promise<void>;
}

/** What the monitoring is made from. */
export interface PrometheusOptions {
  /** The folder that keeps the data of the real program. */
  data: string;
  services: readonly ServiceSpec[];
  clusters: ReadonlyMap<string, ClusterStore>;
  /** The port on which the router will be served. */
  port: number;
  dial: RequestHandler;
  /** The stand-in, even where the real program is installed. */
  standIn?: boolean;
}

/** Has the sandbox's services counted, at `/metrics`, and their metrics answered for by Prometheus or its stand-in. */
export async function createPrometheus(
  options: PrometheusOptions,
): Promise<RunningPrometheus> {
  const { services, clusters, dial } = options;
  const traffic = new Traffic(
    services,
    (service, stage) => isIll(clusters, service, stage),
    Date.now(),
  );
  const router = Router();
  router.get('/metrics', (_req, res) => {
    res
      .type('text/plain; version=0.0.4')
      .send(exposition(traffic.count(Date.now())));
  });
  if (!options.standIn && isPrometheusInstalled()) {
    const real = await RealPrometheus.start(
      path.join(options.data, 'prometheus'),
      `127.0.0.1:${options.port}`,
    );
    router.use(dial, proxyRoutes(real.url));
    return { router, isReal: true, close: () => real.close() };
  }
  const samples = new Samples();
  const take = () => {
    const now = Date.now();
    samples.take(now, traffic.count(now));
  };
  take();
  const timer = setInterval(take, SAMPLE_EVERY_MS);
  router.use(dial, standInRoutes(samples));
  return {
    router,
    isReal: false,
    close: async () => clearInterval(timer),
  };
}
