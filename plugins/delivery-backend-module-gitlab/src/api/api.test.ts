import { tokenHeaders } from '../config/tokenHeaders';
import { judgeRefusal } from './judgeRefusal';
import { nextPage } from './nextPage';

describe('a refusal', () => {
  const judge = (
    status: number,
    text = '',
    headers: Record<string, string> = {},
  ) =>
    judgeRefusal(
      { status, text, headers: new Headers(headers), asked: 'pipelines' },
      'gitlab.example.test',
      1_000_000,
    );

  it.each([
    [401, 'authentication'],
    [403, 'permission'],
    [429, 'rateLimit'],
    [500, 'unreachable'],
    [504, 'timeout'],
    [400, 'protocol'],
  ])('with %s is of kind %s', (status, kind) => {
    expect(judge(status).kind).toBe(kind);
  });

  it('for a limit says how long, by whichever header tells, or a minute', () => {
    expect(judge(429, 'Retry later', { 'retry-after': '7' }).retryAfterMs).toBe(
      7_000,
    );
    expect(judge(429, '', { 'ratelimit-reset': '1030' }).retryAfterMs).toBe(
      30_000,
    );
    expect(judge(429).retryAfterMs).toBe(60_000);
    expect(judge(429, '', { 'ratelimit-reset': '1' }).retryAfterMs).toBe(
      60_000,
    );
  });

  it('tells what was asked for and the message, whatever its shape', () => {
    expect(judge(403, '{"message":"403 Forbidden"}').message).toContain(
      "403 to 'pipelines': 403 Forbidden",
    );
    expect(judge(400, '{"message":{"ref":["is missing"]}}').message).toContain(
      'is missing',
    );
    expect(
      judge(401, '{"error":"x","error_description":"Token is expired."}')
        .message,
    ).toContain('Token is expired.');
    expect(judge(429, 'Retry later\n').message).toContain('Retry later');
    expect(judge(502, '<html>secret</html>').message).not.toContain('html');
  });
});

describe('the next page', () => {
  it.each([
    [null, undefined],
    ['<https://a.test/x?page=1>; rel="prev"', undefined],
    [
      '<https://a.test/x?page=1>; rel="prev", <https://a.test/x?page=3&per_page=100>; rel="next"',
      { page: '3', per_page: '100' },
    ],
    [
      '<https://a.test/x?id_after=42&pagination=keyset>; rel="next"',
      { id_after: '42', pagination: 'keyset' },
    ],
    ['<nonsense>; rel="next"', undefined],
  ])('of %s is asked for by %j', (link, query) => {
    expect(nextPage(link)).toEqual(query);
  });
});

describe('a token', () => {
  it.each([
    ['glpat-abc', { 'private-token': 'glpat-abc' }],
    ['gldt-abc', { 'private-token': 'gldt-abc' }],
    ['0f3c', { authorization: 'Bearer 0f3c' }],
  ])('%s is shown as %j', (token, headers) => {
    expect(tokenHeaders(token)).toEqual(headers);
  });
});
