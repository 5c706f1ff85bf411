import { operateContext } from '@throughline/plugin-delivery-node/testing';
import { createWriterHarness } from '../../fixtures/createWriterHarness';

/** A pull request of an operation, as the upstream has it. */
async function opened() {
  const harness = await createWriterHarness();
  const { github, writer, repository } = harness;
  const fake = github.repository('acme/gitops');
  const request = {
    repository,
    base: 'main',
    branch: 'delivery/op-1',
    parent: fake.head('main')!,
    files: { 'values.yaml': 'tag: 2\n' },
    message: 'Promote\n\nDelivery-Operation: op-1',
    title: 'Promote',
    body: 'By an operation.',
  };
  const open = async () => {
    const state = await writer.pullRequests!.open(request, operateContext());
    if (!('number' in state)) {
      throw new Error('it was not opened');
    }
    return state;
  };
  const { number, headSha } = await open();
  const [pull] = fake.pulls;
  return {
    ...harness,
    fake,
    number,
    pull,
    open,
    get: () =>
      writer.pullRequests!.get(
        { repository, number, headSha },
        operateContext(),
      ),
  };
}

let of: Awaited<ReturnType<typeof opened>>;

beforeEach(async () => {
  of = await opened();
});
afterEach(() => of.close());

describe('a pull request that waits', () => {
  it('tells required checks, also before they have begun, and that they failed', async () => {
    const { fake, pull, get } = of;
    const head = fake.head('delivery/op-1')!;
    pull.mergeStateStatus = 'BLOCKED';
    for (const [state, words] of [
      ['EXPECTED', 'required checks'],
      ['PENDING', 'required checks'],
      ['FAILURE', 'required checks, which have failed'],
    ]) {
      fake.checks.set(head, state);
      expect(await get()).toMatchObject({ state: 'open', waitsFor: words });
    }
    fake.checks.set(head, 'SUCCESS');
    pull.mergeStateStatus = 'CLEAN';
    expect((await get()).waitsFor).toBeUndefined();
  });

  it.each(['QUEUED', 'AWAITING_CHECKS', 'MERGEABLE', 'LOCKED', 'UNMERGEABLE'])(
    'is not merged while it is in the merge queue: %s',
    async state => {
      const { fake, number, pull, get } = of;
      pull.mergeStateStatus = 'CLEAN';
      fake.queue.set(number, { position: 1, state });
      const seen = await get();
      expect(seen).toMatchObject({ state: 'open', edited: false });
      expect(seen.waitsFor).toMatch(/the merge queue \(position 1\)/);
      expect(seen.mergeSha).toBeUndefined();
    },
  );
});

describe('a pull request that was edited by hand', () => {
  it('is told where a commit was added, also once it is merged', async () => {
    const { fake, pull, get } = of;
    fake.commit({ branch: 'delivery/op-1' });
    expect(await get()).toMatchObject({ state: 'open', edited: true });
    Object.assign(pull, {
      state: 'MERGED',
      headRefOid: fake.head('delivery/op-1'),
      mergeCommit: { oid: fake.commit() },
    });
    expect(await get()).toMatchObject({ state: 'merged', edited: true });
  });

  it('is told where its branch was written anew', async () => {
    const { fake, get } = of;
    fake.push('delivery/op-1', fake.commit({ branch: null, parents: [] }));
    expect((await get()).edited).toBe(true);
  });

  it.each(['base_ref_changed', 'automatic_base_change_succeeded'])(
    'is told where it is for another branch: %s',
    async event => {
      const { fake, number, pull, open, get, pullRequests } = of;
      expect((await get()).edited).toBe(false);
      pull.baseRefName = 'release';
      fake.events.set(number, ['labeled', event]);
      expect((await get()).edited).toBe(true);
      // Asked again, as after an answer was lost, it is not taken for one that is missing.
      expect(await open()).toMatchObject({ number, edited: true });
      expect(await pullRequests!.count()).toBe(1);
      fake.branches.delete('delivery/op-1');
      expect(await open()).toMatchObject({ number, edited: true });
    },
  );

  it('is not said of other things that become of one', async () => {
    const { fake, number, github, get } = of;
    fake.events.set(number, ['labeled', 'renamed', 'added_to_merge_queue']);
    expect((await get()).edited).toBe(false);
    github.overrides.set(`/api/v3/repos/acme/gitops/issues/${number}/events`, {
      status: 404,
      body: { message: 'Not Found' },
    });
    expect((await get()).edited).toBe(false);
  });
});
