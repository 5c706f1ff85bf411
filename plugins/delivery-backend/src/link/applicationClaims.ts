import {
  DELIVERY_ANNOTATIONS as A,
  type EntityWarning,
} from '@throughline/plugin-delivery-common';
import type { Claim } from './Claim';
import type { ClaimContext } from './claims';
import type { EntityFacts } from './EntityFacts';
import { parseLabelSelector } from './labelSelector';
import { readList } from './readList';

/** The system that these annotations speak of: the part before the slash. */
const SYSTEM = A.argocdAppName.split('/')[0];
const RANK = 10;

/** Reads the annotations that name applications of a GitOps controller. */
export function applicationClaims(
  entity: EntityFacts,
  context: ClaimContext,
  warnings: EntityWarning[],
): Claim[] {
  const sources = readInstances(entity, context, warnings);
  if (sources?.length === 0) {
    return [];
  }
  const namespace = entity.annotations[A.argocdAppNamespace]?.trim();
  const project = entity.annotations[A.argocdProjectName]?.trim();
  const common = {
    system: SYSTEM,
    types: ['application'] as const,
    ...(sources ? { sources } : {}),
    ...(project ? { project } : {}),
  };
  const claims: Claim[] = [];
  for (const entry of readList(entity, A.argocdAppName, warnings) ?? []) {
    const [name, inNamespace, ...rest] = entry.split('/').reverse();
    if (
      !isObjectName(name) ||
      !isObjectName(inNamespace ?? 'default') ||
      rest.length > 0
    ) {
      warnings.push({
        annotation: A.argocdAppName,
        message: `'${entry.slice(0, 80)}' is no name of an application.`,
      });
      continue;
    }
    const within = inNamespace ?? namespace;
    claims.push({
      rule: `annotation ${A.argocdAppName}`,
      annotation: A.argocdAppName,
      rank: RANK,
      ...common,
      names: [name],
      ...(within ? { namespace: within } : {}),
    });
  }
  const selector = entity.annotations[A.argocdAppSelector];
  if (selector !== undefined) {
    const requirements = parseLabelSelector(selector);
    if (typeof requirements === 'string') {
      warnings.push({
        annotation: A.argocdAppSelector,
        message: `The selector cannot be used: ${requirements}. Write it as key=value,other=value.`,
      });
    } else {
      claims.push({
        rule: `annotation ${A.argocdAppSelector}`,
        rank: RANK + 1,
        ...common,
        selector: requirements,
        ...(namespace ? { namespace } : {}),
      });
    }
  }
  if (
    project &&
    entity.annotations[A.argocdAppName] === undefined &&
    selector === undefined
  ) {
    claims.push({
      rule: `annotation ${A.argocdProjectName}`,
      rank: RANK + 2,
      ...common,
      ...(namespace ? { namespace } : {}),
    });
  }
  if (claims.length === 0 && (sources || namespace)) {
    const annotation = sources ? A.argocdInstanceName : A.argocdAppNamespace;
    warnings.push({
      annotation,
      message: `It has no effect alone. Add ${A.argocdAppName} or ${A.argocdAppSelector}.`,
    });
  }
  return claims;
}

function readInstances(
  entity: EntityFacts,
  context: ClaimContext,
  warnings: EntityWarning[],
): string[] | undefined {
  const names = readList(entity, A.argocdInstanceName, warnings);
  if (!names) {
    return undefined;
  }
  const prefix = `${SYSTEM}:`;
  const known = [...context.sourceIds]
    .filter(id => id.startsWith(prefix))
    .map(id => id.slice(prefix.length));
  for (const name of names) {
    if (!known.includes(name)) {
      warnings.push({
        annotation: A.argocdInstanceName,
        message: `There is no instance '${name.slice(0, 80)}'. ${
          known.length > 0
            ? `Configured are: ${known.sort().join(', ')}.`
            : 'None is configured.'
        }`,
      });
    }
  }
  return names.filter(name => known.includes(name)).map(name => prefix + name);
}

function isObjectName(name: string): boolean {
  return /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(name);
}
