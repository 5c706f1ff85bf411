import { fingerprint, SourceFailure } from '@throughline/plugin-delivery-node';
import { readTrain, type TrainPlace } from '../map/readTrain';
import { projectPath, type ProjectPass } from './ProjectPass';

/** The merge trains of a project. */
export interface Trains {
  places: ReadonlyMap<number, TrainPlace>;
  /** Stands for them; absent where there are none. */
  mark?: string;
  changed: boolean;
}

/** Reads the merge trains, where the project has them and a merge request that could be in one. */
export async function readTrains(
  pass: ProjectPass,
  hasOpen: boolean,
): Promise<Trains> {
  const before = pass.state.pulls?.trains;
  const list =
    pass.project.mergeTrains && hasOpen ? await askTrains(pass) : undefined;
  const places = readTrain(list?.items ?? []);
  const mark = places.size > 0 ? fingerprint([...places]) : undefined;
  return { places, mark, changed: mark !== before };
}

/** They take a higher role than merge requests do: without it, only the places are missing. */
async function askTrains(pass: ProjectPass) {
  try {
    return await pass.client.list(
      'merge trains',
      projectPath(pass, 'merge_trains'),
      { scope: 'active', sort: 'asc' },
      2,
    );
  } catch (error) {
    if (error instanceof SourceFailure && error.kind === 'permission') {
      return undefined;
    }
    throw error;
  }
}
