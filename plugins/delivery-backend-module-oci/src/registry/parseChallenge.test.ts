import fc from 'fast-check';
import { nextPage } from './nextPage';
import { parseChallenge } from './parseChallenge';

describe('parseChallenge', () => {
  it('reads what a registry asks for', () => {
    expect(
      parseChallenge(
        'Bearer realm="https://auth.example.test/token",service="registry.example.test",scope="repository:shop/checkout:pull,push"',
      ),
    ).toEqual({
      scheme: 'bearer',
      parameters: {
        realm: 'https://auth.example.test/token',
        service: 'registry.example.test',
        scope: 'repository:shop/checkout:pull,push',
      },
    });
  });

  it('prefers a token where several ways are offered', () => {
    expect(
      parseChallenge('Basic realm="a, b", Bearer realm="https://x/t"'),
    ).toEqual({ scheme: 'bearer', parameters: { realm: 'https://x/t' } });
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        expect(() => parseChallenge(text)).not.toThrow();
      }),
    );
  });
});

describe('nextPage', () => {
  it('takes the query and nothing else', () => {
    expect(
      nextPage('<https://evil.example/v2/x/tags/list?last=b&n=2>; rel="next"'),
    ).toEqual({ last: 'b', n: '2' });
    expect(nextPage('</v2/x/tags/list?n=2>; rel="prev"')).toBeUndefined();
    expect(nextPage(null)).toBeUndefined();
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        expect(() => nextPage(text)).not.toThrow();
      }),
    );
  });
});
