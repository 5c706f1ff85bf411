export {
  FakeKubernetes,
  type FakeObject,
  type FakeRequest,
} from './FakeKubernetes';
export type { FakePatch } from './fakePatch';
export { uidOf } from './fakeAnswers';
