import { mockServices } from '@backstage/backend-test-utils';
import { FakeForge } from '../../tests/FakeForge';
import { FakeSource } from '../../tests/FakeProvider';
import { IMAGE } from '../../tests/world';
import { fileOf, fileWith } from '../../__testUtils__/versionWorld';
import type { TargetEdit } from '../plan/VersionEdits';
import type { VersionRule } from '../versions/VersionRule';
import { newMemory } from './VersionMemory';
import { writeWave } from './writeWave';

const REPOSITORY = 'git.example.com/acme/gitops';

function edit(targetId: string, write: VersionRule['write']): TargetEdit {
  return {
    targetId,
    wanted: { tag: '1.1.0' },
    rule: {
      strategy: 'kustomizeImages',
      repository: REPOSITORY,
      file: fileOf(targetId),
      image: IMAGE,
      write,
      origin: 'config',
      where: 'delivery.operations.versions[0]',
    },
  };
}

describe('writeWave', () => {
  const setUp = () => {
    const forge = new FakeForge(REPOSITORY, {
      [fileOf('eu')]: fileWith('1.0.0'),
      [fileOf('us')]: fileWith('1.0.0'),
    });
    const source = new FakeSource('git:test', []);
    source.writer = forge;
    const write = (...edits: TargetEdit[]) =>
      writeWave(edits, newMemory(1).waves[0], {
        record: {
          id: 'op-1',
          type: 'promote',
          actor: 'user:default/maya',
          entityRef: 'component:default/checkout',
          environment: 'production',
          order: { input: {} },
          progress: { targets: [] },
        } as never,
        order: {
          edits,
          before: {},
          waves: [edits.map(({ targetId }) => targetId)],
          label: '1.1.0',
          wanted: {},
        } as never,
        wave: 1,
        sources: [source],
        portalUrl: '',
        remember: async () => {},
        context: {
          signal: new AbortController().signal,
          logger: mockServices.logger.mock(),
        } as never,
      });
    return { forge, write };
  };

  it.each<[VersionRule['write'], VersionRule['write']]>([
    ['commit', 'pullRequest'],
    ['pullRequest', 'commit'],
  ])(
    'has it all reviewed where one of its rules asks for that: %s, %s',
    async (eu, us) => {
      const { forge, write } = setUp();
      const before = forge.main.sha;
      expect(await write(edit('eu', eu), edit('us', us))).toMatchObject({
        type: 'waiting',
      });
      expect(forge.main.sha).toBe(before);
      expect(forge.requests.size).toBe(1);
    },
  );

  it('pushes nothing that was to be reviewed', async () => {
    const { forge, write } = setUp();
    const before = forge.main.sha;
    Object.assign(forge, { pullRequests: undefined });
    expect(await write(edit('eu', 'pullRequest'))).toEqual({
      type: 'failed',
      message: expect.stringContaining('knows no pull requests'),
    });
    expect(forge.main.sha).toBe(before);
    expect(await write(edit('eu', 'commit'))).toEqual({ type: 'written' });
  });
});
