import { makeStyles } from '@material-ui/core/styles';
import type { SourceStatus } from '@throughline/plugin-delivery-common';
import { formatAge } from '../../hooks/times';
import { useLanguage } from '../../hooks/useLanguage';
import { useNow } from '../../hooks/useNow';
import { useT } from '../../hooks/useT';
import { Notice } from '../status';

const useStyles = makeStyles(theme => ({
  list: { margin: theme.spacing(0.5, 0, 0), paddingLeft: theme.spacing(2.5) },
}));

/** Names the sources that do not answer, since when and why. */
export function StaleSources(props: { sources: SourceStatus[] }) {
  const stale = props.sources.filter(
    source => source.state === 'stale' || source.state === 'unavailable',
  );
  const classes = useStyles();
  const t = useT();
  const now = useNow();
  const language = useLanguage();
  if (stale.length === 0) {
    return null;
  }
  return (
    <Notice tone="neutral" icon="stale" title={t('states.staleSourcesTitle')}>
      <ul className={classes.list}>
        {stale.map(source => (
          <li key={source.id}>
            {source.lastSuccessAt
              ? t('states.staleSource', {
                  source: source.title,
                  age: formatAge(source.lastSuccessAt, now, language) ?? '',
                })
              : t('states.neverAnswered', { source: source.title })}
            {source.error &&
              ` ${t(`status.sourceError.${source.error.kind}`)}: ${
                source.error.message
              }`}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
