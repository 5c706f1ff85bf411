import { Router } from 'express';
import { z } from 'zod';
import { Forge } from '../Forge';
import { RepositoryInfo } from '../code/CodeHost';
import { jobPayload, runPayload, workflowPayload } from '../payloads/run';
import { apiUrl, htmlUrl } from '../payloads/repository';
import { RunRecord } from '../records';
import { Actions } from '../actions/Actions';
import { attemptOf, nextAttempt } from '../attempts';
import { dispatchInputs, fillInputs } from '../actions/WorkflowFile';
import { actorOf } from './authenticate';
import {
  bodyOf,
  handle,
  page,
  repositoryOf,
  RestError,
  send,
  text,
} from './answer';
import { filterRuns } from './filterRuns';

const dispatchBody = z.object({
  ref: z.string().min(1),
  inputs: z.record(z.string(), z.string()).default({}),
  return_run_details: z.boolean().default(false),
});

/** Workflows, runs and jobs. */
export function actionsRoutes(forge: Forge, actions: Actions): Router {
  const router = Router();
  const runOf = (info: RepositoryInfo, id: string): RunRecord => {
    const run = forge.records
      .runs(info.fullName)
      .find(each => String(each.id) === id);
    if (!run) {
      throw new RestError(404, 'Not Found');
    }
    return run;
  };
  const attemptAt = (
    info: RepositoryInfo,
    params: { run?: string; attempt?: string },
  ): RunRecord => {
    const run = runOf(info, params.run ?? '');
    const found = attemptOf(run, Number(params.attempt ?? run.attempt));
    if (!found) {
      throw new RestError(404, 'Not Found');
    }
    return found;
  };
  const workflowOf = (info: RepositoryInfo, key: string) => {
    const workflow = forge
      .workflows(info.fullName)
      .find(each => each.file === key || String(each.id) === key);
    if (!workflow) {
      throw new RestError(404, 'Not Found');
    }
    return workflow;
  };
  const payload = async (info: RepositoryInfo, run: RunRecord) =>
    runPayload(
      forge,
      info,
      run,
      await forge.code.commit(info.fullName, run.sha),
    );
  const listRuns = (workflow?: (info: RepositoryInfo, key: string) => string) =>
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const file = workflow?.(info, req.params.workflow);
      const runs = filterRuns(
        forge.records
          .runs(info.fullName)
          .filter(run => !file || run.workflow === file),
        {
          actor: text(req.query.actor),
          branch: text(req.query.branch),
          event: text(req.query.event),
          status: text(req.query.status),
          created: text(req.query.created),
          headSha: text(req.query.head_sha),
        },
      );
      send(req, res, {
        total_count: runs.length,
        workflow_runs: await Promise.all(
          page(forge, req, res, runs).map(run => payload(info, run)),
        ),
      });
    });

  const base = '/repos/:owner/:repo/actions';
  router.get(`${base}/runs`, listRuns());
  router.get(
    `${base}/workflows/:workflow/runs`,
    listRuns((info, key) => workflowOf(info, key).file),
  );
  router.get(
    `${base}/workflows`,
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const all = forge.workflows(info.fullName);
      send(req, res, {
        total_count: all.length,
        workflows: page(forge, req, res, all).map(workflow =>
          workflowPayload(forge, info, workflow),
        ),
      });
    }),
  );
  router.get(
    `${base}/workflows/:workflow`,
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const workflow = workflowOf(info, req.params.workflow);
      send(req, res, workflowPayload(forge, info, workflow));
    }),
  );
  router.get(
    `${base}/runs/:run`,
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      send(req, res, await payload(info, runOf(info, req.params.run)));
    }),
  );
  router.get(
    `${base}/runs/:run/attempts/:attempt`,
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      send(req, res, await payload(info, attemptAt(info, req.params)));
    }),
  );
  router.get(
    `${base}/runs/:run/pending_deployments`,
    handle((req, res) => {
      // Nothing protects the environments here, so that no run waits for anybody.
      runOf(repositoryOf(forge, req), req.params.run);
      send(req, res, []);
    }),
  );
  router.get(
    [`${base}/runs/:run/jobs`, `${base}/runs/:run/attempts/:attempt/jobs`],
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const run = attemptAt(info, req.params);
      send(req, res, {
        total_count: run.jobs.length,
        jobs: page(forge, req, res, run.jobs).map(job =>
          jobPayload(forge, info.fullName, run, job),
        ),
      });
    }),
  );
  router.get(
    `${base}/jobs/:job`,
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const run = forge.records
        .runs(info.fullName)
        .find(each => each.jobs.some(job => String(job.id) === req.params.job));
      const job = run?.jobs.find(each => String(each.id) === req.params.job);
      if (!run || !job) {
        throw new RestError(404, 'Not Found');
      }
      send(req, res, jobPayload(forge, info.fullName, run, job));
    }),
  );
  router.post(
    `${base}/workflows/:workflow/dispatches`,
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const workflow = workflowOf(info, req.params.workflow);
      const body = bodyOf(req, dispatchBody);
      const branch = body.ref.replace(/^refs\/heads\//, '');
      const sha = await forge.code.resolve(
        info.fullName,
        `refs/heads/${branch}`,
      );
      if (!sha) {
        throw new RestError(422, `No ref found for: ${body.ref}`);
      }
      const file = await forge.code.blob(
        info.fullName,
        `${sha}:.github/workflows/${workflow.file}`,
      );
      const known = file && dispatchInputs(file.content.toString());
      if (!known) {
        throw new RestError(
          422,
          "Workflow does not have 'workflow_dispatch' trigger",
        );
      }
      const filled = fillInputs(known, body.inputs);
      if ('problem' in filled) {
        throw new RestError(422, filled.problem);
      }
      const run = actions.dispatch(info.fullName, {
        workflow: workflow.file,
        branch,
        sha,
        actor: actorOf(req),
        inputs: filled.inputs,
      });
      if (!run) {
        throw new RestError(404, 'Not Found');
      }
      if (!body.return_run_details) {
        res.status(204).end();
        return;
      }
      send(req, res, {
        workflow_run_id: run.id,
        run_url: `${apiUrl(forge, info.fullName)}/actions/runs/${run.id}`,
        html_url: `${htmlUrl(forge, info.fullName)}/actions/runs/${run.id}`,
      });
    }),
  );
  router.post(
    [`${base}/runs/:run/cancel`, `${base}/runs/:run/force-cancel`],
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const run = runOf(info, req.params.run);
      if (run.status === 'completed' || !actions.cancel(run.id)) {
        throw new RestError(
          409,
          'Cannot cancel a workflow run that is completed.',
        );
      }
      res.status(202).json({});
    }),
  );
  router.post(
    [`${base}/runs/:run/rerun`, `${base}/runs/:run/rerun-failed-jobs`],
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const run = runOf(info, req.params.run);
      if (run.status !== 'completed') {
        throw new RestError(403, 'This workflow run is already running');
      }
      const onlyFailed = req.path.endsWith('/rerun-failed-jobs');
      if (onlyFailed && run.conclusion === 'success') {
        throw new RestError(
          403,
          'This workflow run cannot be retried: no job of it has failed',
        );
      }
      actions.rerun(
        info.fullName,
        nextAttempt(run, { startedBy: actorOf(req), onlyFailed }),
      );
      res.status(201).json({});
    }),
  );
  return router;
}
