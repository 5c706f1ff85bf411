export {
  FakeKubernetes,
  uidOf,
  type FakeObject,
  type FakeRequest,
} from './FakeKubernetes';
