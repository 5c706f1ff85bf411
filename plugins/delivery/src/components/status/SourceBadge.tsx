import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import type { SourceStatus } from '@throughline/plugin-delivery-common';
import { formatAge } from '../../hooks/times';
import { useLanguage } from '../../hooks/useLanguage';
import { useNow } from '../../hooks/useNow';
import { useT } from '../../hooks/useT';
import { cx } from './cx';
import { isSafeUrl } from './ExternalLink';
import { sourceLooks } from './looks';
import { useToneStyles } from './tones';

const useStyles = makeStyles({
  root: { margin: 0, maxWidth: '100%' },
  icon: { fontSize: '1rem' },
});

/** A source and how current it is. */
export function SourceBadge(props: { source: SourceStatus }) {
  const { source } = props;
  const classes = useStyles();
  const tones = useToneStyles();
  const t = useT();
  const now = useNow();
  const language = useLanguage();
  const { Icon, tone } = sourceLooks[source.state];
  const answered =
    source.lastSuccessAt &&
    t('states.lastAnswer', {
      age: formatAge(source.lastSuccessAt, now, language) ?? '',
    });
  const state =
    source.state === 'fresh' ? undefined : t(`status.source.${source.state}`);
  const label = [source.title, state, answered].filter(Boolean).join(' · ');
  return (
    <Chip
      size="small"
      variant="outlined"
      className={classes.root}
      icon={<Icon aria-hidden className={cx(classes.icon, tones[tone])} />}
      label={label}
      title={source.error?.message ?? source.id}
      {...(isSafeUrl(source.url)
        ? {
            component: 'a',
            href: source.url,
            target: '_blank',
            rel: 'noopener noreferrer',
            clickable: true,
          }
        : {})}
    />
  );
}
