export {
  FakeKubernetes,
  type FakeObject,
  type FakeRequest,
} from './FakeKubernetes';
export type { FakePatch } from './fakePatch';
export { FAKE_RESOURCES, type FakeResource } from './fakeDiscovery';
export { uidOf } from './fakeAnswers';
export { untilWatching } from './untilWatching';
