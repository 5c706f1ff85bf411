import { ConfigReader } from '@backstage/config';
import { unavailableCluster } from './KubernetesCluster';
import { readActing } from './readActing';

const clusters = ['arn:one', 'two'].map(title =>
  unavailableCluster({ title, unavailable: 'it is a test' }),
);
const acting = (operations?: boolean | string | string[]) =>
  clusters
    .filter(
      readActing(
        new ConfigReader(operations === undefined ? {} : { operations }),
        'delivery.flux',
        clusters,
      ),
    )
    .map(({ title }) => title);

describe('readActing', () => {
  it.each([
    [undefined, []],
    [false, []],
    ['true', ['arn:one', 'two']],
    [true, ['arn:one', 'two']],
    [[], []],
    [['arn:one'], ['arn:one']],
  ])('acts for %j in %j', (operations, names) => {
    expect(acting(operations)).toEqual(names);
  });

  it('refuses what is no cluster', () => {
    expect(() => acting(['three'])).toThrow("'delivery.flux.operations[0]'");
    expect(() => acting('sometimes')).toThrow('operations');
  });
});
