import { CodeHost } from './forge/code/CodeHost';
import { SyntheticCodeHost } from './forge/code/SyntheticCodeHost';
import { Forge, stableId, workflowsOf } from './forge/Forge';
import { ForgeRecords } from './forge/ForgeRecords';
import { SYNTHETIC_WORKFLOW, SyntheticRecords } from './forge/SyntheticRecords';
import { LargeWorldSpec } from './world';
import { syntheticIndex } from './world/large';

/** Puts the repositories of the large world before those on disk. */
export function largeForge(spec: LargeWorldSpec, now: Date) {
  return (
    disk: CodeHost,
    recorded: ForgeRecords,
  ): Pick<Forge, 'code' | 'records' | 'workflows'> => {
    const code = new SyntheticCodeHost(disk, spec, now);
    return {
      code,
      records: new SyntheticRecords(recorded, code),
      workflows: repository =>
        syntheticIndex(repository, spec)
          ? [
              {
                id: stableId(`${repository}/${SYNTHETIC_WORKFLOW}`),
                name: 'Delivery',
                file: SYNTHETIC_WORKFLOW,
              },
            ]
          : workflowsOf(repository),
    };
  };
}
