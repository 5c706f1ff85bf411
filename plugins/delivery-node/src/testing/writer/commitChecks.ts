import assert from 'node:assert/strict';
import { operateContext } from '../checks/operationSteps';
import { aCommit, fails, type WriterCheck } from './WriterCheck';

/** Texts that careless tools change on their way. */
const TEXTS: Readonly<Record<string, string>> = {
  'windows line ends': 'a: 1\r\nb: 2\r\n',
  'mixed line ends': 'a: 1\r\nb: 2\nc: 3\r',
  'no end of the last line': 'a: 1',
  nothing: '',
  'only empty lines': '\n\n\n',
  'a mark of byte order': '\ufeffa: 1\n',
  'letters of many scripts': 'name: Größe 東京 🚀 e\u0301 \u200f\n',
  'tabs and spaces at the ends': 'a:\t1  \n\t\n',
  'a control character': 'a: "\u0001"\n',
};

const DOUBTFUL = ['timeout', 'unreachable'] as const;

/** What every writer must hold of commits. */
export const commitChecks: readonly WriterCheck[] = [
  {
    name: 'tells where a branch is, the default one unless told, and says so where there is none',
    async run(harness) {
      const { writer, repository, head } = harness;
      const sha = await head('main');
      const context = operateContext();
      assert.deepEqual(await writer.head(repository, undefined, context), {
        branch: 'main',
        sha,
      });
      assert.deepEqual(await writer.head(repository, 'main', context), {
        branch: 'main',
        sha,
      });
      const error = await fails(
        harness,
        writer.head(repository, 'no/such', context),
      );
      assert.match(error.message, /no\/such/);
    },
  },
  {
    name: 'handles its own host only, with a reason',
    async run({ writer, repository }) {
      assert.equal(writer.handles(repository), true);
      for (const other of ['elsewhere.example/a/b', '', '../x']) {
        const judged = writer.handles(other);
        assert.ok(judged !== true && judged.reason.length > 0);
      }
    },
  },
  {
    name: 'reads files byte for byte, and null where there is none',
    async run(harness) {
      const { writer, repository, push } = harness;
      const entries = Object.values(TEXTS).map(
        (content, index) => [`in/t${index} ü'"$.txt`, content] as const,
      );
      const ref = await push({
        branch: 'main',
        message: 'Add texts',
        files: Object.fromEntries(
          entries.map(([path, content]) => [path, { content }]),
        ),
      });
      const paths = [...entries.map(([path]) => path), 'in/none', 'in'];
      const files = await writer.read(
        { repository, ref, paths: paths.slice(0, -1) },
        operateContext(),
      );
      assert.deepEqual(files, {
        ...Object.fromEntries(entries),
        'in/none': null,
      });
    },
  },
  {
    name: 'refuses to read what is no text and no file',
    async run(harness) {
      const { writer, repository, push } = harness;
      const ref = await push({
        branch: 'main',
        message: 'Add others',
        files: {
          bytes: { content: Buffer.from([0xff, 0xfe, 0x00, 0x41]) },
          link: { content: 'bytes', mode: '120000' },
          'folder/file': { content: 'x' },
        },
      });
      for (const path of ['bytes', 'link', 'folder']) {
        await fails(
          harness,
          writer.read({ repository, ref, paths: [path] }, operateContext()),
          ['configuration'],
        );
      }
      const write = await aCommit(harness, { files: { link: 'text' } });
      await fails(harness, writer.commit(write, operateContext()), [
        'configuration',
      ]);
      assert.equal(await harness.head('main'), ref);
    },
  },
  {
    name: 'lists the files below a folder',
    async run({ writer, repository, push }) {
      const ref = await push({
        branch: 'main',
        message: 'Add files',
        files: {
          'clusters/eu/a.yaml': { content: '1' },
          'clusters/eu/deep/er/ü b.yaml': { content: '2' },
          'clusters/europe/c.yaml': { content: '3' },
        },
      });
      const list = async (folder: string) =>
        (
          await writer.list({ repository, ref, folder }, operateContext())
        ).sort();
      assert.deepEqual(await list('clusters/eu'), [
        'clusters/eu/a.yaml',
        'clusters/eu/deep/er/ü b.yaml',
      ]);
      assert.deepEqual(await list('clusters/none'), []);
      assert.deepEqual(await list('clusters/eu/a.yaml'), []);
      assert.ok((await list('')).includes('clusters/europe/c.yaml'));
    },
  },
  {
    name: 'writes one commit, with its message, author and parent, and leaves the rest as it is',
    async run(harness) {
      const { writer, head, look, commit, push } = harness;
      await push({
        branch: 'main',
        message: 'Add files',
        files: {
          'kept.sh': { content: '#!/bin/sh\n', mode: '100755' },
          link: { content: 'kept.sh', mode: '120000' },
          'gone/away.txt': { content: 'x' },
        },
      });
      const texts = Object.fromEntries(
        Object.entries(TEXTS).map(([name, text]) => [
          `out/${name} ü"'.txt`,
          text,
        ]),
      );
      const request = await aCommit(harness, {
        files: { ...texts, 'gone/away.txt': null, 'never/there.txt': null },
        message: 'Write ünicode\n\nA body.\n\nDelivery-Operation: op-7',
      });
      const result = await writer.commit(request, operateContext());
      assert.equal(result.type, 'written');
      const sha = await head('main');
      assert.equal('sha' in result && result.sha, sha);
      for (const [path, text] of Object.entries(texts)) {
        const found = await look('main', path);
        assert.equal(found?.mode, '100644');
        assert.deepEqual(found.content, Buffer.from(text, 'utf8'), path);
      }
      assert.equal(await look('main', 'gone/away.txt'), undefined);
      assert.equal((await look('main', 'kept.sh'))?.mode, '100755');
      assert.equal((await look('main', 'link'))?.mode, '120000');
      const written = await commit(sha!);
      assert.deepEqual(written.parents, [request.parent]);
      assert.equal(written.message.trimEnd(), request.message);
      assert.deepEqual(written.author, request.author);
    },
  },
  {
    name: 'keeps the executable bit of what it writes',
    async run(harness) {
      const { writer, look, push } = harness;
      await push({
        branch: 'main',
        message: 'Add a script',
        files: { 'bin/run': { content: 'old', mode: '100755' } },
      });
      const request = await aCommit(harness, { files: { 'bin/run': 'new' } });
      await writer.commit(request, operateContext());
      assert.deepEqual(await look('main', 'bin/run'), {
        mode: '100755',
        content: Buffer.from('new'),
      });
    },
  },
  {
    name: 'writes nothing where the branch has moved, and tells where it is',
    async run(harness) {
      const { writer, head, look, push } = harness;
      const request = await aCommit(harness);
      const theirs = await push({
        branch: 'main',
        message: 'Be faster',
        files: { 'other.txt': { content: 'x' } },
      });
      assert.deepEqual(await writer.commit(request, operateContext()), {
        type: 'conflict',
        head: theirs,
      });
      assert.equal(await head('main'), theirs);
      assert.equal(await look('main', 'apps/shop/values.yaml'), undefined);
    },
  },
  {
    name: 'lets one of two that write at once win, and tells the other',
    async run(harness) {
      const { writer, head } = harness;
      const request = await aCommit(harness);
      const results = await Promise.all(
        ['one', 'two'].map(message =>
          writer.commit({ ...request, message }, operateContext()),
        ),
      );
      assert.deepEqual(results.map(({ type }) => type).sort(), [
        'conflict',
        'written',
      ]);
      const sha = await head('main');
      results.forEach(result =>
        assert.equal(result.type === 'written' ? result.sha : result.head, sha),
      );
    },
  },
  {
    name: 'finds out what became of a write whose answer was lost',
    async run(harness) {
      const { writer, repository, head, loseAnswers, recover } = harness;
      const request = await aCommit(harness);
      loseAnswers();
      await fails(harness, writer.commit(request, operateContext()), DOUBTFUL);
      recover();
      const search = {
        repository,
        branch: 'main',
        since: request.parent,
        text: 'Delivery-Operation: op-1',
      };
      const sha = await head('main');
      assert.notEqual(sha, request.parent);
      const found = await writer.findCommit(search, operateContext());
      assert.equal(found?.sha, sha);
      // To ask again does no harm.
      const again = await writer.commit(request, operateContext());
      assert.deepEqual(again, { type: 'conflict', head: sha });
    },
  },
  {
    name: 'finds a commit below newer ones, and none that is not there or is older',
    async run(harness) {
      const { writer, repository, push } = harness;
      const file = (content: string) => ({ 'n.txt': { content } });
      const since = await push({
        branch: 'main',
        message: 'Old\n\nDelivery-Operation: op-old',
        files: file('1'),
      });
      const wanted = await push({
        branch: 'main',
        message: 'New\n\nDelivery-Operation: op-new',
        files: file('2'),
      });
      await push({ branch: 'main', message: 'Newest', files: file('3') });
      const find = async (text: string, branch = 'main') =>
        (
          await writer.findCommit(
            { repository, branch, since, text },
            operateContext(),
          )
        )?.sha;
      assert.equal(await find('Delivery-Operation: op-new'), wanted);
      assert.equal(await find('Delivery-Operation: op-old'), undefined);
      assert.equal(await find('Delivery-Operation: .*'), undefined);
      assert.equal(await find('Delivery-Operation: op-new', 'none'), undefined);
    },
  },
  {
    name: 'writes nothing where it may not, and says so',
    async run(harness) {
      const { writer, head, refuseWrites } = harness;
      const request = await aCommit(harness);
      refuseWrites();
      await fails(harness, writer.commit(request, operateContext()), [
        'permission',
        'authentication',
      ]);
      assert.equal(await head('main'), request.parent);
    },
  },
];
