import express, { Request, Response, Router } from 'express';
import { BuildQueue } from '../BuildQueue';
import { JobItem, jobItems } from '../jobItems';
import { JenkinsRunner } from '../JenkinsRunner';
import { buildObject } from '../model/buildObject';
import { consoleText } from '../model/consoleText';
import { describeBuild } from '../model/describeBuild';
import { itemObject, ModelOptions } from '../model/itemObject';
import { queueItemObject } from '../model/queueItemObject';
import { Access, JENKINS_ACCOUNT } from './access';
import { ItemPath, readItemPath } from './itemPath';
import { projectTree, TreeError } from './projectTree';
import { writeRoutes } from './writeRoutes';

/** What the API answers from. */
export interface JenkinsApiOptions extends Omit<ModelOptions, 'items'> {
  queue: BuildQueue;
  runner: JenkinsRunner;
}

/** Serves Jenkins' remote API: what there is, the queue, stages, logs, and how builds are started and stopped. */
export function createJenkinsRouter(options: JenkinsApiOptions): Router {
  const { baseUrl, builds, queue } = options;
  const model: ModelOptions = { ...options, items: () => jobItems(builds) };
  const access = new Access();
  const router = Router();
  router.use(access.guard);
  router.use(express.urlencoded({ extended: false }));

  router.get('/crumbIssuer/api/json', access.issueCrumb);
  router.get('/whoAmI/api/json', (req, res) =>
    answer(req, res, {
      _class: 'hudson.security.WhoAmI',
      anonymous: false,
      authenticated: true,
      name: JENKINS_ACCOUNT.username,
    }),
  );
  router.get('/queue/api/json', (req, res) =>
    answer(req, res, {
      _class: 'hudson.model.Queue',
      discoverableItems: [],
      items: queue.waiting().map(item => queueItemObject(item, baseUrl)),
    }),
  );
  router.get('/queue/item/:id/api/json', (req, res) => {
    const item = queue.get(Number(req.params.id));
    return item
      ? answer(req, res, queueItemObject(item, baseUrl))
      : notFound(res);
  });
  router.use(writeRoutes(options, model.items));
  router.get(/.*/, (req, res) => {
    const path = readItemPath(req.path);
    const item = model.items().find(one => one.fullName === path.fullName);
    return item ? answerItem(req, res, { item, path, model }) : notFound(res);
  });
  return router;
}

function answerItem(
  req: Request,
  res: Response,
  asked: { item: JobItem; path: ItemPath; model: ModelOptions },
): void {
  const { item, path, model } = asked;
  const { builds } = model;
  if (path.number === undefined) {
    switch (path.rest) {
      case 'api/json':
        answer(req, res, itemObject(item, model));
        return;
      case 'wfapi/runs':
        res.json(builds.of(item.fullName).slice(0, 10).map(describeBuild));
        return;
      default:
        notFound(res);
        return;
    }
  }
  const build = builds.get(item.fullName, path.number);
  if (!build) {
    notFound(res);
    return;
  }
  switch (path.rest) {
    case 'api/json':
      answer(req, res, buildObject(build, model));
      return;
    case 'wfapi/describe':
      res.json(describeBuild(build));
      return;
    case 'consoleText':
      res.type('text').send(consoleText(build, model.gitUrl(build.repository)));
      return;
    case 'logText/progressiveText': {
      const text = Buffer.from(
        consoleText(build, model.gitUrl(build.repository)),
      );
      const start = Math.max(0, Number(req.query.start) || 0);
      res.setHeader('X-Text-Size', String(text.length));
      if (build.finishedAt === null) {
        res.setHeader('X-More-Data', 'true');
      }
      res.type('text').send(text.subarray(start));
      return;
    }
    default:
      notFound(res);
  }
}

function answer(req: Request, res: Response, object: unknown): void {
  const { tree } = req.query;
  try {
    res.json(projectTree(object, typeof tree === 'string' ? tree : undefined));
  } catch (error) {
    if (!(error instanceof TreeError)) {
      throw error;
    }
    res.status(400).type('text').send(error.message);
  }
}

function notFound(res: Response): void {
  res.status(404).type('html').send('<html><body>Not Found</body></html>');
}
