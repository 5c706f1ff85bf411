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
import { RunsList } from '../pipelines';

const VIEWS = [
  { name: 'changes', List: ChangesList },
  { name: 'pipelines', List: RunsList },
  { name: 'history', List: HistoryList },
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
  },
}));

/** Changes, pipelines and history; which of them is open is kept in the URL. */
export function DeliveryTabs(props: { delivery: EntityDelivery }) {
  const classes = useStyles();
  const t = useT();
  const id = useUniqueId('delivery-view');
  const [params, setParams] = useSearchParams();
  const wanted = params.get(PARAM);
  const current = VIEWS.find(view => view.name === wanted) ?? VIEWS[0];

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
        {VIEWS.map(({ name }) => (
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
