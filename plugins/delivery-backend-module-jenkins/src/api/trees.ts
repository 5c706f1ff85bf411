/**
 * What is asked of a build. Jenkins leaves out what a build does not have, so one tree fits builds of all kinds;
 * `depth` is never used, as it makes Jenkins load all of everything.
 */
export const BUILD_TREE = [
  'number,url,displayName,result,building,inProgress,timestamp,duration,queueId',
  'actions[causes[shortDescription,userId,userName]',
  'parameters[name,value]',
  'lastBuiltRevision[SHA1,branch[name]],remoteUrls',
  'failCount,skipCount,totalCount]',
].join(',');

/** How many of its newest builds are asked of a job each time. */
export const NEWEST_BUILDS = 20;

/** How many are asked of a job that is new, or has built many since; Jenkins tells no more as `builds`. */
export const ALL_BUILDS = 100;

/** How many children of the folder that is named come in one answer. */
export const CHILDREN_PAGE = 100;

/** The most children of each folder below it. */
export const MAX_BELOW = 100;

const NAMES = 'fullName,name';

/** The newest builds of a job. */
export function buildsTree(count: number): string {
  return `${NAMES},builds[${BUILD_TREE}]{0,${count}}`;
}

/**
 * An item of any kind with its newest builds, and one page of its children with theirs: a folder, the multibranch
 * projects in it, and their branches.
 *
 * @param from - the first child of the page
 */
export function itemTree(from: number): string {
  const branches = `jobs[${buildsTree(NEWEST_BUILDS)}]{0,${MAX_BELOW + 1}}`;
  const projects = `jobs[${buildsTree(NEWEST_BUILDS)},${branches}]{0,${
    MAX_BELOW + 1
  }}`;
  const children = `jobs[${buildsTree(NEWEST_BUILDS)},${projects}]{${from},${
    from + CHILDREN_PAGE
  }}`;
  return `${buildsTree(NEWEST_BUILDS)},${children}`;
}

/** The most items of the queue that are asked for. */
export const MAX_QUEUE = 500;

/** The queue. */
export const QUEUE_TREE =
  'items[id,inQueueSince,why,blocked,buildable,stuck,cancelled,task[name,fullName,url],' +
  `actions[causes[shortDescription,userId,userName],parameters[name,value]]]{0,${MAX_QUEUE}}`;

/** How a build stands. */
export const BUILD_STATE_TREE =
  'number,url,result,building,inProgress,timestamp';

/** An item that is, or was, in the queue. */
export const LEFT_ITEM_TREE = 'id,why,cancelled,executable[number]';

const FORM =
  'fullName,name,buildable,property[parameterDefinitions[name,type,description,choices,defaultParameterValue[value]]]';

/** The most branches of a multibranch project that a form offers. */
export const MAX_BRANCHES = 200;

/** What a job asks for before it runs; of a multibranch project, the same of its branches. */
export const FORM_TREE = `${FORM},jobs[${FORM}]{0,${MAX_BRANCHES}}`;

/** Who started the newest builds, and with what. */
export const STARTED_TREE = `builds[number,queueId,timestamp,duration,building,actions[causes[userId],parameters[name,value]]]{0,${ALL_BUILDS}}`;

/** Which items of the queue the newest builds were. */
export const QUEUE_IDS_TREE = `builds[number,queueId]{0,${ALL_BUILDS}}`;
