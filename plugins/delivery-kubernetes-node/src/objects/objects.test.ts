import { FakeKubernetes } from '../testing';
import { createCluster } from '../clusters/KubernetesCluster';
import { TokenConnection } from '../client';
import {
  addressFrom,
  createObject,
  locateObject,
  patchObject,
  readObject,
  selectObjects,
} from '.';

const signal = new AbortController().signal;
const object = {
  group: 'apps',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'till',
};

describe('one object of a cluster', () => {
  let api: FakeKubernetes;
  const client = () =>
    createCluster({
      title: 'prod',
      connection: new TokenConnection({
        server: api.url,
        token: { get: async () => api.token },
      }),
    }).connect!();

  beforeEach(async () => {
    api = await FakeKubernetes.start();
    api.put('deployments', {
      metadata: { namespace: 'shop', name: 'till', generation: 4 },
      spec: { replicas: 2, paused: true },
    });
  });
  afterEach(() => api.close());

  it('is found by discovery, and found again by what was remembered', async () => {
    const address = await locateObject(client(), object, signal);
    expect(address).toEqual({
      ...object,
      version: 'v1',
      plural: 'deployments',
    });
    expect(addressFrom({ ...address, token: 'x' })).toEqual(address);
    expect(() => addressFrom({ name: 'till' })).toThrow('not remembered');
    await expect(readObject(client(), address, signal)).resolves.toMatchObject({
      spec: { replicas: 2 },
    });
    await expect(
      readObject(client(), { ...address, name: 'gone' }, signal),
    ).resolves.toBeUndefined();
    await expect(
      locateObject(client(), { ...object, kind: 'Rollout' }, signal),
    ).rejects.toThrow('does not serve Rollouts of apps');
  });

  it('is changed by a merge patch of our own name', async () => {
    const address = await locateObject(client(), object, signal);
    const changed = await patchObject(
      client(),
      address,
      { spec: { paused: null } },
      { signal },
    );
    expect(changed).toMatchObject({
      metadata: { generation: 5 },
      spec: { replicas: 2 },
    });
    expect(api.patches).toMatchObject([{ fieldManager: 'throughline' }]);
    await patchObject(
      client(),
      address,
      { status: { abort: true } },
      { signal, subresource: 'status' },
    );
    expect(api.get('deployments', 'shop', 'till')).toMatchObject({
      status: { abort: true },
      spec: { replicas: 2 },
    });
  });

  it('is created under a name of its own, and selected by its label', async () => {
    const { name, ...place } = await locateObject(client(), object, signal);
    const metadata = { generateName: 'till-', labels: { token: 'one' } };
    const create = () => createObject(client(), place, { metadata }, signal);
    expect(await create()).toMatchObject({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { namespace: 'shop', name: expect.stringMatching(/^till-./) },
    });
    await create();
    const select = (value: string) =>
      selectObjects(client(), place, { name: 'token', value }, signal);
    expect((await select('one')).items).toEqual(api.created);
    expect(await select('other')).toEqual({ items: [], isWhole: true });
    api.forbids = ({ verb }) => verb === 'create';
    await expect(create()).rejects.toMatchObject({
      kind: 'permission',
      message: expect.stringContaining("'create' on deployments of apps"),
    });
  });

  it('says which right is missing, and tells an admission refusal apart', async () => {
    const address = await locateObject(client(), object, signal);
    const patch = (name: string) =>
      patchObject(client(), { ...address, name }, {}, { signal });
    api.forbids = ({ verb }) => verb === 'patch';
    await expect(patch('till')).rejects.toMatchObject({
      kind: 'permission',
      message:
        "The portal's account may not patch deployments in the namespace shop: grant it 'patch' on deployments of apps",
    });
    api.forbids = () => false;
    await expect(patch('gone')).rejects.toMatchObject({
      kind: 'protocol',
      message: 'Deployment shop/gone is gone',
    });
    await api.upstream.misbehave({ type: 'status', status: 403 });
    await expect(patch('till')).rejects.toMatchObject({
      kind: 'permission',
      message: expect.stringContaining('the stand-in answers 403'),
    });
  });

  it('leaves open whether it was changed where the answer is lost', async () => {
    const address = await locateObject(client(), object, signal);
    await api.upstream.misbehave({ type: 'loseWrites' });
    await expect(
      patchObject(client(), address, { spec: { paused: null } }, { signal }),
    ).rejects.toMatchObject({ kind: 'unreachable' });
    expect(api.patches).toHaveLength(1);
  });
});
