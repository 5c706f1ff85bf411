import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import type { SourceStatus } from '@throughline/plugin-delivery-common';
import { useOptionalRoute } from '../../hooks/useOptionalRoute';
import { useT } from '../../hooks/useT';
import { sourcesRouteRef } from '../../routes';
import { SourceBadge } from '../status';

const useStyles = makeStyles(theme => ({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
}));

/** The sources that a page draws on, each with how current it is. */
export function SourceBadges(props: { sources: SourceStatus[] }) {
  const classes = useStyles();
  const t = useT();
  const sourcesPage = useOptionalRoute(sourcesRouteRef);
  if (props.sources.length === 0) {
    return null;
  }
  return (
    <Box
      display="flex"
      flexWrap="wrap"
      alignItems="center"
      gridGap={12}
      component="section"
      aria-label={t('states.sourcesTitle')}
    >
      <Typography variant="caption" component="h3">
        {t('states.sourcesTitle')}
      </Typography>
      <ul className={classes.list}>
        {props.sources.map(source => (
          <li key={source.id}>
            <SourceBadge source={source} />
          </li>
        ))}
      </ul>
      {sourcesPage && (
        <Typography variant="caption">
          <Link to={sourcesPage}>{t('states.allSources')}</Link>
        </Typography>
      )}
    </Box>
  );
}
