import Box from '@material-ui/core/Box';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import { makeStyles } from '@material-ui/core/styles';
import { useSearchParams } from 'react-router-dom';
import type { EntityDelivery } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { useUniqueId } from '../../hooks/useUniqueId';
import { ChangesList } from '../changes';
import { HistoryList } from '../history';
import { MetricsView } from '../metrics';
import { RunsList } from '../pipelines';
import { ReleasesList } from '../releases';

const always = () => true;

const VIEWS = [
  { name: 'changes', List: ChangesList, isShown: always },
  { name: 'pipelines', List: RunsList, isShown: always },
  { name: 'history', List: HistoryList, isShown: always },
  {
    name: 'releases',
    List: ReleasesList,
    isShown: ({ releases }: EntityDelivery) => releases.length > 0,
  },
  {
    name: 'metrics',
    List: MetricsView,
    isShown: ({ measuredBy, lanes }: EntityDelivery) =>
      measuredBy.length > 0 && lanes.some(lane => lane.targets.length > 0),
  },
] as const;

const PARAM = 'view';

const useStyles = makeStyles(theme => ({
  tabs: { minHeight: 40, borderBottom: `1px solid ${theme.palette.divider}` },
  tab: {
    minHeight: 40,
    minWidth: 96,
    textTransform: 'none',
    fontWeight: 600,
    letterSpacing: 0,
    padding: theme.spacing(0.75, 2),
    // Backstage's own is nearly white, which nobody can read on in the dark.
    '&:hover': {
      color: theme.palette.text.primary,
      background: theme.palette.action.hover,
    },
  },
}));

/** Changes, pipelines, history and what else there is of an entity; which of them is open is kept in the URL. */
export function DeliveryTabs(props: { delivery: EntityDelivery }) {
  const classes = useStyles();
  const t = useT();
  const id = useUniqueId('delivery-view');
  const [params, setParams] = useSearchParams();
  const wanted = params.get(PARAM);
  const shown = VIEWS.filter(({ isShown }) => isShown(props.delivery));
  const current = shown.find(view => view.name === wanted) ?? shown[0];

  return (
    <section aria-label={t('lists.tabs.label')}>
      <Tabs
        value={current.name}
        className={classes.tabs}
        indicatorColor="primary"
        textColor="primary"
        variant="scrollable"
        scrollButtons="off"
        aria-label={t('lists.tabs.label')}
        onChange={(_, name: string) =>
          setParams(
            previous => {
              const next = new URLSearchParams(previous);
              next.set(PARAM, name);
              return next;
            },
            { replace: true },
          )
        }
      >
        {shown.map(({ name }) => (
          <Tab
            key={name}
            value={name}
            label={t(`lists.tabs.${name}`)}
            className={classes.tab}
            id={`${id}-${name}`}
            aria-controls={`${id}-panel`}
          />
        ))}
      </Tabs>
      <Box
        pt={2}
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${current.name}`}
      >
        <current.List delivery={props.delivery} />
      </Box>
    </section>
  );
}
