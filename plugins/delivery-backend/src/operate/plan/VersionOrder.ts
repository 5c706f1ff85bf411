import type { VersionView } from '@throughline/plugin-delivery-common';
import type { OperationSubject } from '@throughline/plugin-delivery-node';
import type { VersionRule, WantedVersion } from '../versions/VersionRule';
import type { TargetEdit } from './VersionEdits';

/** A pipeline that is to be started once, for all targets that it brings the version to. */
export interface PipelineStart {
  targetIds: string[];
  /** What people call it. */
  name: string;
  sourceId: string;
  subject: Extract<OperationSubject, { kind: 'pipeline' }>;
  parameters: Record<string, string>;
}

/** What the execution of a promotion or a roll back goes by; stored with the operation. */
export interface VersionOrder {
  edits: TargetEdit[];
  /** What files said when it was asked for, by id of the target. */
  before: Record<string, string>;
  /** Where branches were then, by {@link repositoryKey}; not known of what was asked for long ago. */
  heads?: Record<string, string>;
  /** Ids of targets, wave by wave. */
  waves: string[][];
  write: VersionRule['write'] | 'pipeline';
  /** The pipelines that bring it, where no file does. */
  runs?: PipelineStart[];
  /** The version as pages call it. */
  label: string;
  wanted: WantedVersion;
  fromEnvironment?: string;
  version?: VersionView;
}
