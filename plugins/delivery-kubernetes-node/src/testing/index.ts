export {
  FakeKubernetes,
  type FakeObject,
  type FakeRequest,
} from './FakeKubernetes';
export { uidOf } from './fakeAnswers';
