import express, { Response, Router } from 'express';
import { readQuery } from './evaluate';
import { Alerts } from './Alerts';
import { ERROR_SHARE } from './queries';
import type { Samples } from './Samples';

/**
 * What stands in for Prometheus' API where the real one is not installed. It understands the queries that the portal
 * asks of itself and the sandbox's probe, and says so of all others.
 */
export function standInRoutes(samples: Samples): Router {
  const router = Router();
  const alerts = new Alerts();
  router.use(express.urlencoded({ extended: false, limit: '1mb' }));
  router.all('/api/v1/query', (req, res) => {
    const form = { ...req.query, ...req.body };
    const query = readQuery(String(form.query ?? ''));
    if (!query) {
      refuse(res);
      return;
    }
    const at = Number(form.time ?? Date.now() / 1000);
    succeed(res, {
      resultType: 'vector',
      result: query(at, samples).map(({ metric, value }) => ({
        metric,
        value: [at, write(value)],
      })),
    });
  });
  router.all('/api/v1/query_range', (req, res) => {
    const form = { ...req.query, ...req.body };
    const query = readQuery(String(form.query ?? ''));
    const [start, end, step] = ['start', 'end', 'step'].map(key =>
      Number(form[key]),
    );
    if (!query || !(step > 0) || !(end >= start)) {
      refuse(res);
      return;
    }
    if ((end - start) / step > 11_000) {
      res.status(400).json({
        status: 'error',
        errorType: 'bad_data',
        error:
          'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
      });
      return;
    }
    const series = new Map<string, { metric: object; values: unknown[] }>();
    for (let at = start; at <= end; at += step) {
      for (const { metric, value } of query(at, samples)) {
        const key = JSON.stringify(metric);
        const one = series.get(key) ?? { metric, values: [] };
        one.values.push([at, write(value)]);
        series.set(key, one);
      }
    }
    succeed(res, { resultType: 'matrix', result: [...series.values()] });
  });
  router.get('/api/v1/alerts', (_req, res) => {
    const shares = readQuery(ERROR_SHARE)?.(Date.now() / 1000, samples) ?? [];
    succeed(res, { alerts: alerts.of(shares, Date.now()) });
  });
  router.get('/-/ready', (_req, res) => {
    res.type('text').send('The stand-in is ready.\n');
  });
  router.use((_req, res) => {
    res.status(404).type('text').send('404 page not found\n');
  });
  return router;
}

function succeed(res: Response, data: object) {
  res.json({ status: 'success', data });
}

function refuse(res: Response) {
  res.status(400).json({
    status: 'error',
    errorType: 'bad_data',
    error:
      "the sandbox's stand-in understands only the portal's own queries: install prometheus for others",
  });
}

function write(value: number): string {
  return Number.isFinite(value) || Number.isNaN(value)
    ? String(value)
    : `${value > 0 ? '+' : '-'}Inf`;
}
