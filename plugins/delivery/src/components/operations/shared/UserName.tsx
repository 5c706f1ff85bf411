import { EntityRefLink } from '@backstage/plugin-catalog-react';

/** Whether a text is the ref of an entity; services and people from elsewhere have none. */
function isRef(text: string): boolean {
  return /^[^:/\s]+:[^:/\s]+\/[^:/\s]+$/.test(text);
}

/** Who asked for something or decided on it, linked where the catalog knows them. */
export function UserName(props: { by: string }) {
  return isRef(props.by) ? (
    <EntityRefLink entityRef={props.by} defaultKind="user" />
  ) : (
    <>{props.by}</>
  );
}
