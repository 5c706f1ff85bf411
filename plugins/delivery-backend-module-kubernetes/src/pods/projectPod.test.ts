import { DIGEST, pod } from '../testing/fixtures';
import { projectPod } from './projectPod';

const project = (changes: Parameters<typeof pod>[3] = {}, uid = 'u') => {
  const object = pod('shop', '5d8', 'aaaaa', changes);
  return projectPod({ ...object, metadata: { ...object.metadata, uid } });
};

const withStatus = (container: object) =>
  project({
    ready: false,
    status: {
      containerStatuses: [{ name: 'main', ready: false, ...container }],
    },
  });

describe('projectPod', () => {
  it('keeps what the pods of a ReplicaSet share', () => {
    expect(project()).toEqual({
      uid: 'u',
      namespace: 'shop',
      controller: expect.stringMatching(/^[0-9a-f-]{36}$/),
      workload: 'apps/Deployment/shop/shop',
      ready: true,
      images: [
        {
          container: 'main',
          reference: 'ghcr.io/acme/shop:1.0.0',
          digest: DIGEST,
        },
      ],
    });
  });

  it.each([
    ['a registry digest', `ghcr.io/acme/shop@${DIGEST}`, DIGEST],
    ['one of an old Docker', `docker-pullable://acme/shop@${DIGEST}`, DIGEST],
    ['the id of an image that was loaded by hand', DIGEST, undefined],
    ['half a digest', 'acme/shop@sha256:abc', undefined],
  ])('takes %s for what it is', (_, imageID, digest) => {
    const images = withStatus({ imageID })?.images;
    expect(images?.[0].digest).toBe(digest);
  });

  it('does not say that an image runs which the node has not got', () => {
    const projected = withStatus({
      imageID: '',
      state: { waiting: { reason: 'ImagePullBackOff' } },
    });
    expect(projected).toMatchObject({
      images: [],
      failing: 'ImagePullBackOff',
    });
  });

  it.each([
    [
      'waiting',
      { state: { waiting: { reason: 'CrashLoopBackOff' } } },
      'CrashLoopBackOff',
    ],
    [
      'waiting, killed for its memory',
      {
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } },
      },
      'CrashLoopBackOff (OOMKilled)',
    ],
    [
      'running just now, between two crashes',
      {
        restartCount: 5,
        state: { running: {} },
        lastState: { terminated: { reason: 'Error', exitCode: 1 } },
      },
      'CrashLoopBackOff',
    ],
    [
      'restarted once',
      {
        restartCount: 1,
        state: { running: {} },
        lastState: { terminated: { reason: 'Error', exitCode: 1 } },
      },
      undefined,
    ],
    [
      'starting',
      { state: { waiting: { reason: 'ContainerCreating' } } },
      undefined,
    ],
  ])('sees a crash loop in a container that is %s', (_, container, failing) => {
    expect(withStatus(container)?.failing).toBe(failing);
  });

  it('sees init containers that fail', () => {
    const projected = project({
      ready: false,
      status: {
        initContainerStatuses: [
          {
            name: 'migrate',
            state: { waiting: { reason: 'CrashLoopBackOff' } },
          },
        ],
      },
    });
    expect(projected?.failing).toBe('CrashLoopBackOff');
  });

  it.each([
    ['finished', { phase: 'Succeeded' }],
    ['evicted', { phase: 'Failed' }],
    ['nobody’s', { controller: { controller: false } }],
  ])('leaves out a pod that is %s', (_, changes) => {
    expect(project(changes)).toBeUndefined();
  });
});
