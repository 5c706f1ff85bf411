import fc from 'fast-check';
import { ListParser } from './ListParser';

function parse(text: string, sizes: readonly number[] = [text.length]) {
  const parser = new ListParser();
  const bytes = Buffer.from(text);
  const items: string[] = [];
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length]);
    items.push(...parser.push(bytes.subarray(at, at + size)));
    at += size;
  }
  return { parser, items };
}

describe('ListParser', () => {
  it('finds items and fields wherever the bytes are cut, as JSON.parse does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 8 }),
        fc.jsonValue(),
        fc.boolean(),
        fc.integer({ min: 0, max: 2 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (items, metadata, metadataFirst, indent, sizes) => {
          const list = metadataFirst
            ? { kind: 'PodList', metadata, items }
            : { items, metadata, kind: 'PodList' };
          const text = JSON.stringify(list, undefined, indent);
          const { parser, items: texts } = parse(text, sizes);
          parser.finish();
          expect(texts.map(item => JSON.parse(item))).toEqual(
            JSON.parse(JSON.stringify(items)),
          );
          expect(parser.fields).toEqual(
            JSON.parse(JSON.stringify({ kind: 'PodList', metadata })),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('takes items that are null for none', () => {
    const { parser, items } = parse('{"items":null,"metadata":{"a":1}}');
    parser.finish();
    expect(items).toEqual([]);
    expect(parser.fields).toEqual({ items: null, metadata: { a: 1 } });
  });

  it('hands out an item that is not JSON, and those after it', () => {
    const { items } = parse('{"items":[{"a":1},{"b":oops},{"c":3}]}');
    expect(items).toEqual(['{"a":1}', '{"b":oops}', '{"c":3}']);
  });

  it('is not fooled by brackets and quotes in strings', () => {
    const item = { text: 'a "]}, \\' };
    const { items } = parse(JSON.stringify({ items: [item] }), [1]);
    expect(items.map(text => JSON.parse(text))).toEqual([item]);
  });

  it.each(['{"items":[{"metadata":{"name":"ha', '', '  ', '{"items":[]'])(
    'says that %j broke off',
    text => {
      expect(() => parse(text).parser.finish()).toThrow('broke off');
    },
  );

  it.each(['<!doctype html>', '[1]', 'no'])('refuses %j', text => {
    expect(() => parse(text)).toThrow('no JSON list');
  });

  it('refuses brackets that do not match', () => {
    expect(() => parse('{"items":[{"a":]}]}')).toThrow('do not match');
  });

  const cutOff = fc
    .string({ maxLength: 60 })
    .filter(text => !text.includes('}'));

  it('throws its own errors only, whatever is cut off', () => {
    fc.assert(
      fc.property(cutOff, text => {
        let error: unknown;
        try {
          parse(`{"items":[${text}`, [7]).parser.finish();
        } catch (thrown) {
          error = thrown;
        }
        expect(error).toMatchObject({ name: 'SourceFailure' });
      }),
    );
  });
});
