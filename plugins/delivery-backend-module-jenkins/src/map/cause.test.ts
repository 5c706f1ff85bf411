import { readCauses } from './cause';

it.each([
  ['hudson.model.Cause$UserIdCause', 'manual'],
  ['hudson.model.Cause$RemoteCause', 'remote'],
  ['hudson.model.Cause$UpstreamCause', 'upstream'],
  [
    'org.jenkinsci.plugins.workflow.support.steps.build.BuildUpstreamCause',
    'upstream',
  ],
  ['hudson.triggers.SCMTrigger$SCMTriggerCause', 'push'],
  ['com.cloudbees.jenkins.GitHubPushCause', 'push'],
  ['jenkins.branch.BranchEventCause', 'push'],
  ['jenkins.branch.BranchIndexingCause', 'indexing'],
  ['hudson.triggers.TimerTrigger$TimerTriggerCause', 'schedule'],
  ['org.jenkinsci.plugins.workflow.cps.replay.ReplayCause', 'replay'],
])('a cause %s is told as %s', (kind, trigger) => {
  expect(readCauses([{ _class: kind }]).trigger).toBe(trigger);
});

it('tells another cause in its own words, and none as none', () => {
  const kind = 'com.example.Cause';
  expect(
    readCauses([{ _class: kind, shortDescription: 'Started by\na star' }]),
  ).toEqual({ trigger: 'Started by a star' });
  expect(readCauses([{ _class: kind }])).toEqual({});
  expect(readCauses([])).toEqual({});
});

it('names the person before anything else, and Jenkins only where nobody asked', () => {
  expect(
    readCauses([
      { _class: 'jenkins.branch.BranchEventCause' },
      { _class: 'hudson.model.Cause$UserIdCause', userId: 'maya' },
    ]),
  ).toEqual({ trigger: 'manual', actor: { name: 'maya', login: 'maya' } });
  expect(
    readCauses([{ _class: 'hudson.triggers.TimerTrigger$TimerTriggerCause' }])
      .actor,
  ).toEqual({ name: 'Jenkins', automated: true });
  expect(
    readCauses([{ _class: 'jenkins.branch.BranchEventCause' }]).actor,
  ).toBeUndefined();
});
