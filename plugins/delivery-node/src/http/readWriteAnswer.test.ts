import { readWriteAnswer } from './readWriteAnswer';

const read = (body: string, type: string) =>
  readWriteAnswer(new Response(body, { headers: { 'content-type': type } }), {
    signal: new AbortController().signal,
  });

describe('readWriteAnswer', () => {
  it('reads what was answered', async () => {
    await expect(read('{"a":1}', 'application/json')).resolves.toEqual({
      a: 1,
    });
  });

  it('leaves open whether it was done where JSON breaks off', async () => {
    await expect(read('{"a":', 'application/json')).rejects.toMatchObject({
      kind: 'unreachable',
    });
  });

  it('knows that a page in between did nothing', async () => {
    await expect(read('<html>', 'text/html')).rejects.toMatchObject({
      kind: 'protocol',
    });
  });
});
