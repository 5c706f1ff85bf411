import type { Config } from '@backstage/config';
import { configProblem } from '@throughline/plugin-delivery-node';
import { refuseUnknownKeys } from '../../config/refuseUnknownKeys';
import { parseScalarPath } from '../versions/ScalarPath';
import {
  FILE_WORDS,
  type VersionRule,
  type VersionStrategy,
} from '../versions/VersionRule';
import {
  checkWords,
  optionalText,
  readRepository,
  requiredText,
} from './ruleKeys';

/** A rule of the file that a version lives in, before it is filled in for a target. */
export interface FileRule extends Omit<VersionRule, 'repository' | 'origin'> {
  /** The one that the target is made from unless told. */
  repository?: string;
}

const KEYS = [
  'repository',
  'branch',
  'file',
  'strategy',
  'image',
  'path',
  'digestPath',
  'document',
  'write',
];
const MEND =
  'A rule of where versions live needs entity, environment, file and strategy.';

/**
 * Reads where in Git a version lives.
 *
 * @param scope - the keys that say for whom, which were read already
 */
export function readFileRule(
  config: Config,
  where: string,
  strategy: VersionStrategy,
  scope: readonly string[],
): FileRule {
  refuseUnknownKeys(config, [...scope, ...KEYS], where);
  const write = config.getOptionalString('write') ?? 'pullRequest';
  if (write !== 'commit' && write !== 'pullRequest') {
    throw configProblem(
      `${where}.write`,
      `'${write.slice(0, 40)}' is not known`,
      'Use commit or pullRequest.',
    );
  }
  const file = requiredText(config, 'file', where, MEND);
  if (file.startsWith('/') || file.split('/').includes('..')) {
    throw configProblem(
      `${where}.file`,
      'it leaves the repository',
      "Write it from the repository's root, without '..'.",
    );
  }
  checkWords(file, FILE_WORDS, `${where}.file`);
  const paths = readPaths(config, where);
  if (strategy !== 'kustomizeImages' && paths.path === undefined) {
    throw configProblem(
      `${where}.path`,
      'it is missing',
      'Say where in the file the version is, such as image.tag.',
    );
  }
  return {
    where,
    strategy,
    write,
    file,
    ...paths,
    ...readRepository(config, where),
    ...readDocument(config, where),
    ...optionalText(config, 'branch'),
    ...optionalText(config, 'image'),
  };
}

function readPaths(
  config: Config,
  where: string,
): Pick<VersionRule, 'path' | 'digestPath'> {
  const paths = {
    ...optionalText(config, 'path'),
    ...optionalText(config, 'digestPath'),
  };
  for (const [key, path] of Object.entries(paths)) {
    checkWords(path, FILE_WORDS, `${where}.${key}`);
    try {
      parseScalarPath(path.replace(/\$\{\w+\}/g, 'x'));
    } catch (error) {
      throw configProblem(
        `${where}.${key}`,
        'it is no path of a value',
        (error as Error).message,
      );
    }
  }
  return paths;
}

function readDocument(
  config: Config,
  where: string,
): Pick<VersionRule, 'document'> {
  const document = config.getOptionalConfig('document');
  if (!document) {
    return {};
  }
  const at = `${where}.document`;
  const mend = 'Name the object by its kind and name.';
  refuseUnknownKeys(document, ['kind', 'name'], at);
  const name = requiredText(document, 'name', at, mend);
  checkWords(name, FILE_WORDS, `${at}.name`);
  return { document: { kind: requiredText(document, 'kind', at, mend), name } };
}
