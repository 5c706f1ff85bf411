import assert from 'node:assert/strict';
import { MAX_BATCH } from '../../contract';
import { applyObservations, itemId } from '../applyObservations';
import type { ContractCheck } from '../harness';
import { itemSchemas } from '../itemSchemas';
import {
  assertGone,
  assertKnown,
  collect,
  observedItems,
  pass,
  start,
  textOf,
} from './steps';

/** What holds while the upstream behaves. */
export const collectionChecks: readonly ContractCheck[] = [
  {
    name: 'describes its source',
    needs: [],
    async run(harness) {
      const source = harness.createSource();
      assert.match(source.system, /^[a-z0-9-]+$/);
      assert.match(source.id, /^[a-z0-9-]+:[A-Za-z0-9._-]+$/);
      assert.ok(source.id.startsWith(`${source.system}:`));
      assert.equal(harness.createSource().id, source.id);
      assert.notEqual(source.title, '');
      assert.ok(source.maxSilenceMs > 0);
      assert.ok(source.strategy !== 'poll' || (source.pollMs ?? 0) > 0);
      assert.equal(source.unavailable, undefined);
    },
  },
  {
    name: 'reports all that exists, as the schemas of the items ask for',
    needs: [],
    async run(harness) {
      const refs = await harness.upstream.add(3);
      const { observations, calls } = await pass(harness);
      assertKnown(
        applyObservations(
          { items: new Map(), problems: new Map() },
          observations,
        ),
        refs,
      );
      for (const item of observedItems(observations)) {
        const { error } = itemSchemas[item.kind].safeParse(item);
        assert.equal(error, undefined, `${itemId(item)}: ${error?.message}`);
      }
      assert.ok(calls.length > 0, 'no call to the upstream was counted');
    },
  },
  {
    name: 'gives each item a key of its own',
    needs: [],
    async run(harness) {
      await harness.upstream.add(3);
      const seen = new Map<string, string>();
      for (const item of observedItems((await pass(harness)).observations)) {
        const text = JSON.stringify(item);
        assert.equal(
          seen.get(itemId(item)) ?? text,
          text,
          `two different items are both ${itemId(item)}`,
        );
        seen.set(itemId(item), text);
      }
    },
  },
  {
    name: 'reports an unchanged thing byte for byte the same, however often',
    needs: [],
    async run(harness) {
      await harness.upstream.add(3);
      const first = await collect(harness);
      const again = await collect(harness, { ...first, cursor: undefined });
      assert.deepEqual(textOf(again), textOf(first));
      assert.equal(again.items.size, first.items.size);
      for (const [id, { item }] of again.items) {
        assert.equal(
          JSON.stringify(item),
          JSON.stringify(first.items.get(id)?.item),
        );
      }
    },
  },
  {
    name: 'removes what vanished',
    needs: ['remove'],
    async run(harness) {
      const [gone, ...kept] = await harness.upstream.add(3);
      const before = await collect(harness);
      await harness.upstream.remove(gone);
      const after = await collect(harness, { ...before, cursor: undefined });
      assertGone(after, gone);
      assertKnown(after, kept);
    },
  },
  {
    name: 'resumes from its checkpoint and ends where a fresh collection ends',
    needs: [],
    async run(harness) {
      const refs = await harness.upstream.add(3);
      const before = await collect(harness);
      const attempt = (change: () => Promise<unknown>) =>
        change().then(
          () => true,
          () => false,
        );
      await attempt(() => harness.upstream.update(refs[0]));
      await attempt(() => harness.upstream.remove(refs[1]));
      const added = await harness.upstream.add(1);
      const resumed = await collect(harness, before);
      assertKnown(resumed, added);
      assert.deepEqual(textOf(resumed), textOf(await collect(harness)));
    },
  },
  {
    name: 'tells what changed',
    needs: ['update'],
    async run(harness) {
      const [changed] = await harness.upstream.add(2);
      const before = await collect(harness);
      await harness.upstream.update(changed);
      const after = await collect(harness, before);
      assert.notEqual(
        textOf(after)[itemId(changed)],
        textOf(before)[itemId(changed)],
      );
    },
  },
  {
    name: 'tells of changes as they come, where it watches',
    needs: ['update', 'remove'],
    async run(harness) {
      if (harness.createSource().strategy !== 'watch') {
        return;
      }
      const [changed, gone] = await harness.upstream.add(2);
      const running = start(harness);
      const known = () =>
        applyObservations(
          { items: new Map(), problems: new Map() },
          running.observations,
        );
      const textNow = () => textOf(known())[itemId(changed)];
      try {
        await running.until(
          () =>
            known().items.has(itemId(gone)) &&
            running.observations.some(one => one.type === 'listed'),
        );
        const text = textNow();
        await harness.upstream.update(changed);
        await running.until(() => textNow() !== text);
        assert.notEqual(textNow(), text, 'the watch ended with no word of it');
        await harness.upstream.remove(gone);
        await running.until(() => !known().items.has(itemId(gone)));
        assertGone(known(), gone);
      } finally {
        running.abort();
        await running.ended();
      }
    },
  },
  {
    name: 'asks for more than one page and tells it in batches',
    needs: ['paging'],
    async run(harness) {
      const count = Math.max(harness.upstream.pageSize, MAX_BATCH) + 7;
      const refs = await harness.upstream.add(count);
      assertKnown(await collect(harness), refs);
    },
  },
  {
    name: 'takes a hint of something unknown as no reason to remove anything',
    needs: [],
    async run(harness) {
      const refs = await harness.upstream.add(2);
      const before = await collect(harness);
      const running = start(harness, {
        cursor: before.cursor,
        reason: 'hint',
        hints: [{ subject: 'something/unknown' }],
      });
      const { strategy } = harness.createSource();
      if (strategy === 'watch') {
        await running.until(soFar => soFar.length > 0);
        running.abort();
      }
      await running.ended();
      assertKnown(applyObservations(before, running.observations), refs);
    },
  },
];
