import { services } from '../world';
import { isIll } from './isIll';

const [checkout] = services;
const [stage] = checkout.stages;

const judge = (workload: object | undefined) =>
  isIll(
    new Map([[stage.cluster, { get: () => workload as never }]]),
    checkout.name,
    stage,
  );

it.each([
  ['is not there', undefined, false],
  ['is as it should be', { readyReplicas: 2 }, false],
  ['lacks a pod', { readyReplicas: 1 }, true],
  ['has no pod', {}, true],
  [
    'is stuck',
    {
      readyReplicas: 2,
      conditions: [{ type: 'Progressing', status: 'False' }],
    },
    true,
  ],
])('what %s', (_, status, ill) => {
  expect(judge(status && { spec: { replicas: 2 }, status })).toBe(ill);
});
