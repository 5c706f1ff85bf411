import { Response, Router } from 'express';
import { BuildCause } from '../BuildRecord';
import { BuildQueue } from '../BuildQueue';
import { JobItem } from '../jobItems';
import { JenkinsRunner } from '../JenkinsRunner';
import { takeParameters } from '../parameterDefinitions';
import { itemUrl } from '../model/urls';
import { JENKINS_ACCOUNT } from './access';
import { readItemPath } from './itemPath';

/** The routes that start and stop builds. */
export function writeRoutes(
  options: { baseUrl: string; queue: BuildQueue; runner: JenkinsRunner },
  items: () => JobItem[],
): Router {
  const { baseUrl, queue, runner } = options;
  const router = Router();
  router.post('/queue/cancelItem', (req, res) => {
    const cancelled = queue.cancel(Number(req.query.id));
    res.status(cancelled ? 204 : 404).end();
  });
  router.post(/.*/, (req, res) => {
    const { fullName, number, rest } = readItemPath(req.path);
    const item = items().find(one => one.fullName === fullName);
    if (number !== undefined && rest === 'stop') {
      // Jenkins leads back to the build, whether or not it still ran.
      runner.stop(fullName, number);
      res.redirect(302, `${itemUrl(baseUrl, fullName)}${number}/`);
      return;
    }
    if (!item || !['build', 'buildWithParameters'].includes(rest)) {
      fail(res, 404, 'Not Found');
      return;
    }
    if (item.kind !== 'pipeline' || !item.service) {
      fail(res, 409, `${fullName} is not buildable`);
      return;
    }
    if (Boolean(item.parameterised) !== (rest === 'buildWithParameters')) {
      fail(
        res,
        400,
        item.parameterised
          ? 'Nothing is submitted'
          : `${fullName} is not parameterized`,
      );
      return;
    }
    const parameters = item.parameterised
      ? takeParameters(item.service, { ...req.query, ...req.body })
      : undefined;
    if (typeof parameters === 'string') {
      fail(res, 400, parameters);
      return;
    }
    const cause: BuildCause = { type: 'user', user: JENKINS_ACCOUNT.username };
    const { item: queued, joined } = runner.enqueue(
      fullName,
      cause,
      parameters,
    );
    res
      .status(joined ? 303 : 201)
      .setHeader('Location', `${baseUrl}/queue/item/${queued.id}/`)
      .end();
  });
  return router;
}

function fail(res: Response, status: number, message: string): void {
  res.status(status).type('html').send(`<html><body>${message}</body></html>`);
}
