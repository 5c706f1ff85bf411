import type { DesiredSource } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { ExternalLink } from '../status';

/** A revision short enough to read: commits are cut, chart versions are not. */
function shortRevision(revision: string): string {
  return /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 7) : revision;
}

/** A place in a configuration repository, with what is asked for and what that means at present. */
export function DesiredSourceText(props: { source: DesiredSource }) {
  const { url, path, chart, targetRevision, revision, available } =
    props.source;
  const t = useT();
  return (
    <div>
      <ExternalLink to={url}>{url.replace(/^https?:\/\//, '')}</ExternalLink>
      {(path ?? chart) && ` · ${path ?? chart}`}
      {targetRevision && ` @ ${targetRevision}`}
      {revision && revision !== targetRevision && (
        <code> ({shortRevision(revision)})</code>
      )}
      {available && (
        <div>
          {t('targets.available', { revision: shortRevision(available) })}
        </div>
      )}
    </div>
  );
}
