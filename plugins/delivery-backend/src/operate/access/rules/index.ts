import { inEnvironment } from './inEnvironment';
import { isEntityOwner } from './isEntityOwner';
import { isPipeline } from './isPipeline';
import { isProduction } from './isProduction';
import { isTargetKind } from './isTargetKind';

/** The rules that policies may use for operations. */
export const targetRules = [
  isEntityOwner,
  inEnvironment,
  isProduction,
  isTargetKind,
  isPipeline,
];

export { inEnvironment, isEntityOwner, isPipeline, isProduction, isTargetKind };
