import { ConfigReader } from '@backstage/config';
import { readEnvironments } from './environments';
import { readLinking } from './linking';

const environments = (list: object[]) =>
  readEnvironments(new ConfigReader({ delivery: { environments: list } }));
const linking = (value: object) =>
  readLinking(new ConfigReader({ delivery: { linking: value } }));

describe('readEnvironments', () => {
  it('assumes three where none is configured', () => {
    expect(
      readEnvironments(new ConfigReader({})).map(each => each.name),
    ).toEqual(['development', 'staging', 'production']);
  });

  it('lets each follow the one before it, unless told', () => {
    expect(
      environments([
        { name: 'dev' },
        { name: 'eu' },
        { name: 'us', follows: ['dev'], title: 'America', production: true },
        { name: 'lab', follows: [] },
      ]),
    ).toMatchObject([
      { name: 'dev', title: 'Dev', production: false, follows: [] },
      { name: 'eu', follows: ['dev'] },
      { name: 'us', title: 'America', production: true, follows: ['dev'] },
      { name: 'lab', follows: [] },
    ]);
  });

  it.each<[string, object[], RegExp]>([
    ['no name', [{}], /environments\[0\]\.name': it is missing/],
    [
      'a bad name',
      [{ name: 'Prod 1' }],
      /\[0\]\.name': 'Prod 1' is not a name/,
    ],
    [
      'a name twice',
      [{ name: 'a' }, { name: 'a' }],
      /\[1\]\.name': 'a' is also the name of delivery\.environments\[0\]/,
    ],
    [
      'one that does not exist',
      [{ name: 'a', follows: ['b'] }],
      /\[0\]\.follows\[0\]': there is no environment 'b'\. Use one of: a/,
    ],
    [
      'a circle',
      [{ name: 'a', follows: ['b'] }, { name: 'b' }],
      /in a circle: a → b → a/,
    ],
    ['itself', [{ name: 'a', follows: ['a'] }], /in a circle: a → a/],
    [
      'a match of nothing',
      [{ name: 'a', match: [{}] }],
      /\[0\]\.match\[0\]': it names nothing/,
    ],
    [
      'a key that means nothing',
      [{ name: 'a', match: [{ namespaces: 'x' }] }],
      /\.match\[0\]\.namespaces': there is no such key/,
    ],
    [
      'a label that is no text',
      [{ name: 'a', match: [{ labels: { tier: 1 } }] }],
      /labels\.tier': it is not a text/,
    ],
  ])('refuses %s', (_, list, message) => {
    expect(() => environments(list)).toThrow(message);
  });
});

describe('readLinking', () => {
  it('shows the status of unbacked claims unless told', () => {
    expect(readLinking(new ConfigReader({})).trust).toEqual({
      unbacked: 'status',
      rules: [],
      repositories: [],
      pipelines: [],
      services: [],
    });
  });

  it.each<[string, object, RegExp]>([
    ['another word', { trust: { unbacked: 'all' } }, /trust\.unbacked/],
    [
      'a rule of nothing',
      { trust: { rules: [{}] } },
      /rules\[0\]': it names nothing, and would back every claim/,
    ],
    [
      'a placeholder that is not known',
      { trust: { rules: [{ project: '${team}' }] } },
      /rules\[0\]\.project': the placeholder \$\{team\} is not known/,
    ],
    [
      'half a label',
      { trust: { rules: [{ label: { key: 'team' } }] } },
      /rules\[0\]\.label/,
    ],
    [
      'a placeholder of a pattern that is not known',
      { trust: { repositories: ['github.com/${team}/*'] } },
      /repositories\[0\]': the placeholder \$\{team\} is not known/,
    ],
    ['a cluster without a name', { clusters: [{}] }, /clusters\[0\]\.name/],
    [
      'an alias without a word',
      { clusters: [{ name: 'eu', aliases: [{}] }] },
      /clusters\[0\]\.aliases\[0\]\.word/,
    ],
  ])('refuses %s', (_, value, message) => {
    expect(() => linking(value)).toThrow(message);
  });
});
