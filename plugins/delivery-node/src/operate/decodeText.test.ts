import { decodeText } from './decodeText';

it.each(['', 'name: shop\r\n', '\uFEFFname: é 😀\n'])(
  'gives text that is the same bytes again: %j',
  text => {
    const bytes = Buffer.from(text);
    const decoded = decodeText(bytes, 'values.yaml');
    expect(Buffer.from(decoded).equals(bytes)).toBe(true);
  },
);

it('refuses what is no text, by name', () => {
  expect(() => decodeText(Buffer.from([0xff, 0x41]), 'logo.png')).toThrow(
    'logo.png is no text in UTF-8, so it cannot be edited',
  );
});
