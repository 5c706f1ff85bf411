export { Age } from './Age';
export { AgeText } from './AgeText';
export { Announcement } from './Announcement';
export { Attestations } from './Attestations';
export { Bone } from './Bones';
export { CommitLine, shortSha } from './CommitLine';
export { cx } from './cx';
export { ErrorState } from './ErrorState';
export { ExternalLink, isSafeUrl } from './ExternalLink';
export { Fact, Facts } from './Facts';
export {
  fleetLooks,
  healthLooks,
  reachLooks,
  runLooks,
  syncLooks,
} from './looks';
export type { Look } from './looks';
export { Notice } from './Notice';
export { RefreshNotice } from './RefreshNotice';
export { MadeUpNotice } from './MadeUpNotice';
export { SourceBadge } from './SourceBadge';
export { SourcesProvider, SourceTag, useSource } from './SourceTag';
export { StatusMark } from './StatusMark';
export {
  explainJudged,
  Health,
  Outcome,
  Run,
  SourceFreshness,
  Sync,
} from './statuses';
export { toneColor, TONES, useToneStyles } from './tones';
export type { Tone } from './tones';
