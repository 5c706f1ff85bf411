import {
  SourceFailure,
  type Observation,
} from '@throughline/plugin-delivery-node';
import { BrokenMirror } from '../mirror/BrokenMirror';
import { collectCommits, deepOf } from './collectCommits';
import { collectRefs } from './collectRefs';
import { openRevisions } from './collectRevisions';
import type { RepositoryPass } from './RepositoryPass';
import { whileRunning } from './whileRunning';

/** Whether there is anything to tell of a repository that was looked at. */
export function isDue(
  pass: Omit<RepositoryPass, 'mirror' | 'paths' | 'context'>,
): boolean {
  return pass.state.refs !== pass.refs.mark || isAsked(pass);
}

/** Whether what is of interest goes beyond what was told. */
export function isAsked(
  pass: Pick<RepositoryPass, 'interest' | 'state' | 'commits' | 'missing'>,
): boolean {
  return pass.state.deep !== deepOf(pass) || openRevisions(pass).length > 0;
}

/**
 * Tells what changed of a repository. A mirror that turns out to be broken is made anew, once.
 *
 * @throws SourceFailure
 */
export async function* observeRepository(
  pass: RepositoryPass,
): AsyncGenerator<Observation> {
  if (pass.refs.sha256) {
    throw new SourceFailure(
      'protocol',
      `${pass.interest.repository} names its objects by SHA-256, which is not supported yet`,
    );
  }
  try {
    yield* collect(pass);
  } catch (error) {
    if (!(error instanceof BrokenMirror)) {
      throw error;
    }
    pass.context.logger.info(
      `The mirror of ${pass.interest.repository} is broken and is made anew`,
    );
    await pass.mirror.remove();
    try {
      yield* collect(pass);
    } catch (again) {
      throw again instanceof BrokenMirror
        ? new SourceFailure(
            'internal',
            `${pass.interest.repository} cannot be mirrored: Git failed on a copy that was made anew`,
          )
        : again;
    }
  }
}

async function* collect(pass: RepositoryPass): AsyncGenerator<Observation> {
  const { mirror, refs, state } = pass;
  if (!(await mirror.isAt(refs))) {
    yield* whileRunning(onProgress => mirror.fetch(refs, onProgress));
  }
  await mirror.touch();
  yield* collectRefs(pass);
  yield* collectCommits(pass);
  state.refs = refs.mark;
}
