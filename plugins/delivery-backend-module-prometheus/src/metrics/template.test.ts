import fc from 'fast-check';
import { fillTemplate, type Filling } from './fillTemplate';
import { parseTemplate, type Template } from './parseTemplate';

const template = (text: string) => {
  const parsed = parseTemplate(text);
  expect(parsed).not.toHaveProperty('problem');
  return parsed as Template;
};

const fill = (text: string, values: Filling['values']) =>
  fillTemplate(template(text), { values, window: '300s' });

describe('a template', () => {
  it('is filled', () => {
    expect(
      fill(
        'rate(x{service="${service}",env=~"${environment}"}[${window}]) # it\'s "${window}',
        { service: ['a'], environment: ['prod-eu', 'prod.us'] },
      ),
    ).toEqual({
      query:
        'rate(x{service="a",env=~"(?:prod-eu|prod\\\\.us)"}[300s]) # it\'s "${window}',
    });
  });

  it.each([
    ['x{a="${nobody}"}', /not a placeholder/],
    ['${service}', /does not stand within a quoted string/],
    ['x{a=`${service}`}', /does not stand within a quoted string/],
    ['x{a="${window}"}', /stands within a string/],
    ['x{a="b}', /does not end/],
    ["x{a='\\'}", /does not end/],
    ['x{a="b"} == ${environment}', /does not stand within/],
  ])('is refused: %s', (text, problem) => {
    expect(parseTemplate(text)).toMatchObject({
      problem: expect.stringMatching(problem),
      mend: expect.any(String),
    });
  });

  it.each<[string, Filling['values'], RegExp]>([
    ['x{a="${namespace}"}', {}, /namespace, which is not known/],
    ['x{a="${service}"}', { service: [''] }, /not known/],
    [
      'x{a="${environment}"}',
      { environment: ['a', 'b'] },
      /several values.*'=~'/,
    ],
  ])('is not asked where it cannot be: %s', (text, values, unfit) => {
    expect(fill(text, values)).toEqual({
      unfit: expect.stringMatching(unfit),
    });
  });
});

/** Reads the one string of a selector as the language does, and tells what is left of the text after it. */
function readString(text: string, quote: string): [string, string] {
  let value = '';
  let index = 0;
  while (text[index] !== quote) {
    const escape = /^\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/.exec(
      text.slice(index),
    );
    const raw = text[index];
    if (raw === undefined || raw < ' ' || raw > '~') {
      throw new Error('the string does not end, or holds what it must not');
    }
    if (escape) {
      const code = escape[1] ?? escape[2];
      value += code ? String.fromCodePoint(parseInt(code, 16)) : escape[3];
      index += escape[0].length;
    } else {
      value += raw;
      index += 1;
    }
  }
  return [value, text.slice(index + 1)];
}

describe('a value', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc
      .array(
        fc.constantFrom(
          '"',
          "'",
          '\\',
          '\n',
          '`',
          '}',
          '\u0000',
          '${service}',
          '\ud800',
          '🚢',
          ' or up',
          '#',
        ),
        { minLength: 1 },
      )
      .map(parts => parts.join('')),
  );
  const wellFormed = (text: string) => Buffer.from(text).toString('utf8');

  it.each(['"', "'"])('never ends a string that began with %s', quote => {
    fc.assert(
      fc.property(nasty, value => {
        const filled = fill(`x{a=${quote}\${service}${quote}}`, {
          service: [value],
        });
        const { query } = filled as { query: string };
        const [read, rest] = readString(query.slice(5), quote);
        expect(read).toBe(wellFormed(value));
        expect(rest).toBe('}');
      }),
      { numRuns: 2_000 },
    );
  });

  it('is matched by itself only where it stands in a pattern', () => {
    fc.assert(
      fc.property(nasty, nasty, (value, other) => {
        const { query } = fill('x{a=~"${service}"}', { service: [value] }) as {
          query: string;
        };
        const [pattern] = readString(query.slice(6), '"');
        const matches = new RegExp(`^(?:${pattern})$`, 's');
        expect(matches.test(wellFormed(value))).toBe(true);
        expect(matches.test(wellFormed(other))).toBe(
          wellFormed(other) === wellFormed(value),
        );
      }),
      { numRuns: 2_000 },
    );
  });
});
