import { cleanMessage } from '@throughline/plugin-delivery-node';
import type { Actor } from '@throughline/plugin-delivery-common';
import type { CauseNode } from '../api/schemas';

/** What set a build off, by the class of its cause; several plugins have one of their own for a push. */
const TRIGGERS: Readonly<Record<string, string>> = {
  'hudson.model.Cause$UserIdCause': 'manual',
  'hudson.model.Cause$UserCause': 'manual',
  'hudson.cli.BuildCommand$CLICause': 'manual',
  'hudson.model.Cause$RemoteCause': 'remote',
  'hudson.model.Cause$UpstreamCause': 'upstream',
  'org.jenkinsci.plugins.workflow.support.steps.build.BuildUpstreamCause':
    'upstream',
  'hudson.triggers.SCMTrigger$SCMTriggerCause': 'push',
  'com.cloudbees.jenkins.GitHubPushCause': 'push',
  'com.dabsquared.gitlabjenkins.cause.GitLabWebHookCause': 'push',
  'jenkins.branch.BranchEventCause': 'push',
  'jenkins.branch.BranchIndexingCause': 'indexing',
  'hudson.triggers.TimerTrigger$TimerTriggerCause': 'schedule',
  'org.jenkinsci.plugins.parameterizedscheduler.ParameterizedTimerTriggerCause':
    'schedule',
  'org.jenkinsci.plugins.gwt.GenericCause': 'webhook',
  'org.jenkinsci.plugins.workflow.cps.replay.ReplayCause': 'replay',
  'org.jenkinsci.plugins.pipeline.modeldefinition.causes.RestartDeclarativePipelineCause':
    'restart',
  'com.sonyericsson.rebuild.RebuildCause': 'rebuild',
};

/** What Jenkins does by itself, on nobody's request. */
const AUTOMATIC = ['schedule', 'indexing'];

/** Why a build was started, and by whom, as far as its causes tell. */
export function readCauses(causes: readonly CauseNode[]): {
  trigger?: string;
  actor?: Actor;
} {
  const person = causes.find(cause => cause.userId || cause.userName);
  const cause = person ?? causes[0];
  if (!cause) {
    return {};
  }
  const kind = cause._class ?? '';
  const trigger = Object.hasOwn(TRIGGERS, kind)
    ? TRIGGERS[kind]
    : cleanMessage(cause.shortDescription ?? '', 80);
  const name = cleanMessage(person?.userName ?? person?.userId ?? '', 100);
  const login = cleanMessage(person?.userId ?? '', 100);
  let actor: Actor | undefined;
  if (name) {
    actor = { name, ...(login ? { login } : {}) };
  } else if (AUTOMATIC.includes(trigger)) {
    actor = { name: 'Jenkins', automated: true };
  }
  return { ...(trigger ? { trigger } : {}), ...(actor ? { actor } : {}) };
}
