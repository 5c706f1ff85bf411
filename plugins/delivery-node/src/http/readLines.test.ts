import fc from 'fast-check';
import { readLines } from './readLines';

const signal = new AbortController().signal;

function streamOf(chunks: readonly Uint8Array[], end = true): Response {
  const rest = [...chunks];
  return new Response(
    new ReadableStream({
      pull(controller) {
        const chunk = rest.shift();
        if (chunk) {
          controller.enqueue(chunk);
        } else if (end) {
          controller.close();
        }
        return rest.length > 0 || end || chunk
          ? undefined
          : new Promise(() => {});
      },
    }),
  );
}

async function linesOf(
  response: Response,
  options: Partial<Parameters<typeof readLines>[1]> = {},
): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(response, { signal, ...options })) {
    lines.push(line);
  }
  return lines;
}

describe('readLines', () => {
  it('puts lines together however the bytes come', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1 })),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        async (texts, sizes) => {
          const lines = texts
            .map(text => text.replace(/[\n\r]/g, ''))
            .filter(text => text.trim());
          const bytes = new TextEncoder().encode(lines.join('\n'));
          const chunks: Uint8Array[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
            const size = sizes[turn % sizes.length];
            chunks.push(bytes.slice(at, at + size));
            at += size;
          }
          expect(await linesOf(streamOf(chunks))).toEqual(lines);
        },
      ),
    ));

  it('leaves out empty lines and takes a last one without its end', async () => {
    const bytes = new TextEncoder().encode('\n\none\n  \ntwo');
    expect(await linesOf(streamOf([bytes]))).toEqual(['one', 'two']);
  });

  it('refuses a line that never ends', async () => {
    const chunk = new TextEncoder().encode('x'.repeat(100));
    await expect(
      linesOf(streamOf([chunk, chunk, chunk]), { maxLineBytes: 150 }),
    ).rejects.toMatchObject({ kind: 'protocol' });
  });

  it('ends in a timeout where nothing comes', async () => {
    const bytes = new TextEncoder().encode('one\n');
    await expect(
      linesOf(streamOf([bytes], false), { maxSilenceMs: 10 }),
    ).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('ends quietly when it is aborted', async () => {
    const controller = new AbortController();
    const lines = linesOf(streamOf([], false), { signal: controller.signal });
    controller.abort();
    expect(await lines).toEqual([]);
  });

  it('tells a connection that was cut', async () => {
    const cut = new Response(
      new ReadableStream({
        pull(controller) {
          controller.error(new Error('socket hang up'));
        },
      }),
    );
    await expect(linesOf(cut)).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('lets go of the stream when the reader stops', async () => {
    const cancel = jest.fn();
    const response = new Response(
      new ReadableStream({
        start: controller =>
          controller.enqueue(new TextEncoder().encode('one\ntwo\n')),
        cancel,
      }),
    );
    for await (const line of readLines(response, { signal })) {
      expect(line).toBe('one');
      break;
    }
    expect(cancel).toHaveBeenCalled();
  });
});
