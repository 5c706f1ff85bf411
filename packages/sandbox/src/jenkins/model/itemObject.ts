import { Builds } from '../Builds';
import { BuildRecord } from '../BuildRecord';
import { JobItem, parentOf } from '../jobItems';
import { definitionObject, deployParameters } from '../parameterDefinitions';
import { buildObject } from './buildObject';
import { itemUrl } from './urls';

const CLASSES: Record<JobItem['kind'], string> = {
  root: 'hudson.model.Hudson',
  folder: 'com.cloudbees.hudson.plugins.folder.Folder',
  multibranch:
    'org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject',
  pipeline: 'org.jenkinsci.plugins.workflow.job.WorkflowJob',
};

const COLORS: Record<string, string> = {
  SUCCESS: 'blue',
  UNSTABLE: 'yellow',
  FAILURE: 'red',
  ABORTED: 'aborted',
  NOT_BUILT: 'notbuilt',
};

/** Jenkins tells no more builds than this as `builds`; `allBuilds` has all. */
const NEWEST = 100;

/** What objects are made from. */
export interface ModelOptions {
  baseUrl: string;
  builds: Builds;
  items(): JobItem[];
  gitUrl(repository: string): string;
}

/** An item, as the API tells it, with all that is below it; what was not asked for is left out of the answer later. */
export function itemObject(
  item: JobItem,
  options: ModelOptions,
): Record<string, unknown> {
  const { fullName, kind } = item;
  const name = fullName.slice(fullName.lastIndexOf('/') + 1);
  const named =
    kind === 'root'
      ? { mode: 'NORMAL', nodeName: '', numExecutors: 2, useSecurity: true }
      : {
          name,
          displayName: decodeURIComponent(name),
          fullName,
          fullDisplayName: fullName
            .split('/')
            .map(decodeURIComponent)
            .join(' » '),
          url: itemUrl(options.baseUrl, fullName),
          description: null,
        };
  return {
    _class: CLASSES[kind],
    ...named,
    ...(kind === 'pipeline'
      ? jobProperties(item, options)
      : {
          jobs: options
            .items()
            .filter(other => parentOf(other.fullName) === fullName)
            .map(other => itemObject(other, options)),
        }),
  };
}

function jobProperties(item: JobItem, options: ModelOptions) {
  const records = options.builds.of(item.fullName);
  const builds = records.map(build => buildObject(build, options));
  const newest = (fits: (build: BuildRecord) => boolean) =>
    builds[records.findIndex(fits)] ?? null;
  const [last] = records;
  return {
    buildable: true,
    builds: builds.slice(0, NEWEST),
    allBuilds: builds,
    color: colorOf(last),
    inQueue: false,
    lastBuild: builds[0] ?? null,
    lastCompletedBuild: newest(build => build.finishedAt !== null),
    lastSuccessfulBuild: newest(build => build.result === 'SUCCESS'),
    lastFailedBuild: newest(build => build.result === 'FAILURE'),
    nextBuildNumber: options.builds.nextNumber(item.fullName),
    property:
      item.parameterised && item.service
        ? [
            {
              _class: 'hudson.model.ParametersDefinitionProperty',
              parameterDefinitions: deployParameters(item.service).map(
                definitionObject,
              ),
            },
          ]
        : [],
  };
}

function colorOf(build: BuildRecord | undefined): string {
  if (!build) {
    return 'notbuilt';
  }
  return build.result ? COLORS[build.result] : 'blue_anime';
}
