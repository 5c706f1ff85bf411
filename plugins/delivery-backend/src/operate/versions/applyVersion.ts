import { editKustomization, readKustomization } from './editKustomization';
import { editRevision } from './editRevision';
import { editValue, imageOf } from './editValue';
import { scalarOf, type VersionEdit } from './VersionEdit';
import type { VersionRule, WantedVersion } from './VersionRule';

/** Writes a version into a file, by a rule. Pure: it is used for the diff that is shown and for the commit alike. */
export function applyVersion(
  text: string,
  rule: VersionRule,
  wanted: WantedVersion,
): VersionEdit {
  if (rule.strategy === 'kustomizeImages') {
    return editKustomization(text, rule, wanted);
  }
  const { path } = rule;
  if (path === undefined) {
    return { refusedBecause: `the rule of ${rule.where} names no path` };
  }
  return rule.strategy === 'revision'
    ? editRevision(text, { ...rule, path }, wanted)
    : editValue(text, { ...rule, path }, wanted);
}

/** What a file says at present, as a person reads it: a tag, else a digest or a revision. */
export function readVersion(
  text: string,
  rule: VersionRule,
): string | undefined {
  if (rule.strategy === 'kustomizeImages') {
    return readKustomization(text, rule);
  }
  const found =
    rule.path === undefined ? undefined : scalarOf(text, rule, rule.path);
  const value = found && 'value' in found ? found.value : undefined;
  const image = value === undefined ? undefined : imageOf(value);
  return image ? image.tag ?? image.digest : value;
}
