import { createContext, useContext } from 'react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { SourceStatus } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { cx } from './cx';
import { sourceLooks } from './looks';
import { useToneStyles } from './tones';

const SourcesContext = createContext<readonly SourceStatus[]>([]);

/** Tells everything below it of the sources that the page draws on. */
export const SourcesProvider = SourcesContext.Provider;

/** The source with an id, as far as the page knows it. */
export function useSource(id: string): SourceStatus | undefined {
  return useContext(SourcesContext).find(source => source.id === id);
}

const useStyles = makeStyles(theme => ({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
  },
  icon: { fontSize: '0.95rem' },
}));

/** Where a datum is from, in a word, with the icon of that source's freshness. */
export function SourceTag(props: { id: string }) {
  const source = useSource(props.id);
  const classes = useStyles();
  const tones = useToneStyles();
  const t = useT();
  if (!source) {
    return (
      <Typography variant="caption" color="textSecondary">
        {props.id}
      </Typography>
    );
  }
  const { Icon, tone } = sourceLooks[source.state];
  const freshness = t(`status.source.${source.state}`);
  return (
    <Typography
      variant="caption"
      color="textSecondary"
      className={classes.root}
      title={source.error?.message ?? freshness}
    >
      <Icon className={cx(classes.icon, tones[tone])} titleAccess={freshness} />
      {source.title}
    </Typography>
  );
}
