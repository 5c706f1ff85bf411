import fc from 'fast-check';
import { withoutSecrets } from './withoutSecrets';

describe('withoutSecrets', () => {
  const secretText = fc
    .string({ minLength: 8, maxLength: 40 })
    .filter(text => !/[\s=;]/.test(text) && !'[removed]'.includes(text));

  it('removes credentials of headers, whatever they look like', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'authorization',
          'Private-Token',
          'cookie',
          'x-api-key',
        ),
        secretText,
        fc.string(),
        fc.string(),
        (name, secret, before, after) => {
          const clean = withoutSecrets(`${before}${secret}${after}`, {
            headers: { [name]: name === 'cookie' ? `sid=${secret}` : secret },
          });
          expect(clean.replaceAll('[removed]', '\n')).not.toContain(secret);
        },
      ),
    );
  });

  it('removes passwords of a JSON body, as they are and as they were sent', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), password => {
        const body = JSON.stringify({ username: 'ada', password });
        const clean = withoutSecrets(`${body} ${password}`, {
          headers: {},
          body,
        });
        expect(clean.split('"username":"ada"').join('')).not.toContain(
          JSON.stringify(password).slice(1, -1),
        );
      }),
    );
  });

  it('removes the password of basic credentials', () => {
    const pair = Buffer.from('ada:hunter-two').toString('base64');
    expect(
      withoutSecrets('login of ada with hunter-two failed', {
        headers: { authorization: `Basic ${pair}` },
      }),
    ).toBe('login of ada with [removed] failed');
  });

  it('leaves other headers and short words alone', () => {
    expect(
      withoutSecrets('Bearer of application/json', {
        headers: { authorization: 'Bearer x', accept: 'application/json' },
      }),
    ).toBe('Bearer of application/json');
  });
});
