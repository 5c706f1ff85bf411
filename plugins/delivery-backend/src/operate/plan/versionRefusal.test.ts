import type { Lane, OperationInput } from '@throughline/plugin-delivery-common';
import type { Judge } from '../access/AccessJudge';
import type { TargetResource } from '../access/TargetResource';
import type { ResolvedSubject } from '../subjects/ResolvedSubject';
import { versionRefusal } from './versionRefusal';

const LANE = { environment: { title: 'Production' } } as Lane;
const refs = ['component:default/checkout', 'component:default/ledger'];

const judge = (objections: Record<string, string>) =>
  ({
    objection: (_: string, { entityRef }: TargetResource) =>
      objections[entityRef],
  } as unknown as Judge);

const subject = (name: string, ...entityRefs: string[]) =>
  ({
    name,
    resources: entityRefs.map(entityRef => ({ entityRef })),
  } as unknown as ResolvedSubject);

const refusal = (
  subjects: ResolvedSubject[],
  objections: Record<string, string> = {},
) =>
  versionRefusal(
    { type: 'promote' } as OperationInput,
    subjects,
    judge(objections),
    LANE,
  );

it('takes the right on all that a target serves, and names the one that lacks it', () => {
  expect(refusal([subject('shop', ...refs)])).toBeUndefined();
  expect(
    refusal([subject('eu', refs[0]), subject('shop', ...refs)], {
      [refs[1]]: 'only its owner may do this',
    }),
  ).toBe(
    'shop also serves component:default/ledger: only its owner may do this',
  );
});

it('says why of one that serves nothing else', () => {
  expect(
    refusal([subject('eu', refs[0])], { [refs[0]]: 'it is not yours' }),
  ).toBe('it is not yours');
  expect(refusal([])).toMatch(/nothing in Production has a version/);
});
