import { Router } from 'express';
import { Forge } from '../Forge';
import { PullRecord } from '../records';
import {
  commitPayload,
  commitWithFilesPayload,
  comparisonPayload,
} from '../payloads/commit';
import { pullPayload } from '../payloads/pull';
import { checkRunPayload } from '../payloads/run';
import {
  commitOf,
  handle,
  page,
  repositoryOf,
  RestError,
  send,
  text,
} from './answer';

/** Commits, comparisons and what has been checked of them. */
export function commitRoutes(forge: Forge): Router {
  const router = Router();

  router.get(
    '/repos/:owner/:repo/commits',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const ref = text(req.query.sha) ?? 'HEAD';
      if (!(await forge.code.resolve(info.fullName, ref))) {
        throw new RestError(404, 'Not Found');
      }
      const commits = await forge.code.commits(info.fullName, {
        ref,
        path: text(req.query.path),
        since: text(req.query.since),
        until: text(req.query.until),
      });
      const author = text(req.query.author)?.toLowerCase();
      const wanted = author
        ? commits.filter(
            commit =>
              commit.author.email.toLowerCase() === author ||
              commit.author.email.toLowerCase().startsWith(`${author}@`),
          )
        : commits;
      send(
        req,
        res,
        page(forge, req, res, wanted).map(commit =>
          commitPayload(forge, info.fullName, commit),
        ),
      );
    }),
  );

  router.get(
    '/repos/:owner/:repo/compare/:basehead(*)',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const spec = req.params.basehead;
      const [base, head] = spec.split('...');
      const found =
        head && (await forge.code.compare(info.fullName, base, head));
      if (!found) {
        throw new RestError(404, 'Not Found');
      }
      const paged = req.query.page || req.query.per_page;
      // Without paging the newest 250 come, as upstream.
      const commits = paged
        ? page(forge, req, res, found.ahead)
        : found.ahead.slice(-250);
      send(
        req,
        res,
        comparisonPayload(forge, info.fullName, spec, found, commits),
      );
    }),
  );

  router.get(
    '/repos/:owner/:repo/commits/:ref(*)/pulls',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const commit = await commitOf(forge, info, req.params.ref);
      const pulls = await pullsOfCommit(forge, info.fullName, commit.sha);
      send(
        req,
        res,
        await Promise.all(
          page(forge, req, res, pulls).map(pull =>
            pullPayload(forge, info, pull),
          ),
        ),
      );
    }),
  );

  router.get(
    '/repos/:owner/:repo/commits/:ref(*)/check-runs',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const { sha } = await commitOf(forge, info, req.params.ref);
      const checks = forge.records
        .runs(info.fullName)
        .filter(run => run.sha === sha)
        .flatMap(run =>
          run.jobs.map(job => checkRunPayload(forge, info.fullName, run, job)),
        );
      send(req, res, {
        total_count: checks.length,
        check_runs: page(forge, req, res, checks),
      });
    }),
  );

  router.get(
    '/repos/:owner/:repo/commits/:ref(*)',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const commit = await commitOf(forge, info, req.params.ref);
      send(
        req,
        res,
        commitWithFilesPayload(
          forge,
          info.fullName,
          commit,
          await forge.code.changedFiles(info.fullName, commit.sha),
        ),
      );
    }),
  );
  return router;
}

/** The pull requests through which a commit came, or is about to come, to main. */
export async function pullsOfCommit(
  forge: Forge,
  repository: string,
  sha: string,
): Promise<PullRecord[]> {
  const pulls = forge.records.pulls(repository);
  const direct = pulls.filter(
    pull => pull.mergeSha === sha || pull.head.sha === sha,
  );
  if (direct.length > 0) {
    return direct;
  }
  // An earlier commit of a branch: its first child that is a pull request's head tells.
  const commits = await forge.code.commits(repository, { ref: 'HEAD' });
  const child = commits.find(commit => commit.parents[0] === sha);
  return child ? pulls.filter(pull => pull.head.sha === child.sha) : [];
}
