import { urlSegment } from './urlSegment';

it.each([
  ['a/b c', 'a%2Fb%20c'],
  ['\ud83d\ude00', '%F0%9F%98%80'],
  ['half \ud800', 'half%20%EF%BF%BD'],
])('%j is %s in a URL', (name, expected) => {
  expect(urlSegment(name)).toBe(expected);
});
