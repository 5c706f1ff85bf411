import type {
  ImageInterest,
  SourceFailure,
} from '@throughline/plugin-delivery-node';
import type { NotFound } from '../registry/NotFound';
import type { RepositoryReading } from './RepositoryReader';

/** What came of looking at one repository. */
export type Outcome = { interest: ImageInterest } & (
  | { reading: RepositoryReading }
  | { missing: NotFound }
  | { failure: SourceFailure }
);
