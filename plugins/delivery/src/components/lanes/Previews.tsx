import Box from '@material-ui/core/Box';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  type PreviewLane,
  worstHealth,
} from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { ExternalLink, Health } from '../status';

const useStyles = makeStyles(theme => ({
  title: { fontSize: '0.9375rem', fontWeight: 600 },
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    listStyle: 'none',
    margin: theme.spacing(1, 0, 0),
    padding: 0,
  },
  item: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1.5),
    padding: theme.spacing(0.75, 1.5),
    borderStyle: 'dashed',
  },
}));

/** The short-lived environments, apart from the lanes. */
export function Previews(props: { previews: PreviewLane[] }) {
  const classes = useStyles();
  const t = useT();
  if (props.previews.length === 0) {
    return null;
  }
  return (
    <section aria-label={t('lanes.previews')}>
      <Box display="flex" alignItems="baseline" flexWrap="wrap" gridGap={8}>
        <Typography component="h3" className={classes.title}>
          {t('lanes.previews')}
        </Typography>
        <Typography variant="caption">{t('lanes.previewsHint')}</Typography>
      </Box>
      <ul className={classes.list}>
        {props.previews.map(preview => (
          <Paper
            key={preview.key}
            variant="outlined"
            component="li"
            className={classes.item}
          >
            <Typography variant="body2" component="span">
              <strong>
                <ExternalLink to={preview.url}>
                  {/^\d+$/.test(preview.key) ? `#${preview.key}` : preview.key}
                </ExternalLink>
              </strong>{' '}
              {preview.targets.find(target => target.version)?.version?.label}
            </Typography>
            <Health
              status={worstHealth(preview.targets.map(target => target.health))}
              stale={preview.targets.some(
                target => target.staleSince !== undefined,
              )}
            />
          </Paper>
        ))}
      </ul>
    </section>
  );
}
