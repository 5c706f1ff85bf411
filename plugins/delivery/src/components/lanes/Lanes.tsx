import { Fragment, useState } from 'react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { EntityDelivery } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { useUniqueId } from '../../hooks/useUniqueId';
import { BuildLaneCard } from './BuildLaneCard';
import { LaneCard } from './LaneCard';
import { LaneConnector } from './LaneConnector';
import { TargetsPanel } from './TargetsPanel';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    alignItems: 'stretch',
    overflowX: 'auto',
    padding: 2,
    margin: -2,
    [theme.breakpoints.down('sm')]: { flexDirection: 'column' },
  },
}));

/** The lanes from left to right, and below them the targets of the one that is open. */
export function Lanes(props: {
  delivery: Pick<EntityDelivery, 'entityRef' | 'build' | 'lanes'>;
}) {
  const { entityRef, build, lanes } = props.delivery;
  const classes = useStyles();
  const t = useT();
  const panelId = useUniqueId('delivery-targets');
  const [openName, setOpenName] = useState<string>();
  const open = lanes.find(lane => lane.environment.name === openName);
  const titles = new Map(
    lanes.map(({ environment }) => [environment.name, environment.title]),
  );
  const titleOf = (name: string) => titles.get(name) ?? name;

  return (
    <>
      {/* What scrolls must be reachable by keyboard. */}
      <div
        className={classes.root}
        role="group"
        aria-label={t('lanes.region')}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        <BuildLaneCard build={build} />
        {lanes.map((lane, index) => {
          const { name, follows } = lane.environment;
          const before = lanes[index - 1]?.environment.name;
          return (
            <Fragment key={name}>
              <LaneConnector
                joined={before === undefined || follows.includes(before)}
                to={name}
              />
              <LaneCard
                lane={lane}
                titleOf={titleOf}
                open={open === lane}
                panelId={panelId}
                onToggle={() => setOpenName(open === lane ? undefined : name)}
              />
            </Fragment>
          );
        })}
      </div>
      {lanes.length === 0 && (
        <Typography variant="body2">{t('lanes.noLanes')}</Typography>
      )}
      {open && (
        <TargetsPanel
          key={open.environment.name}
          id={panelId}
          lane={open}
          entityRef={entityRef}
          onClose={() => setOpenName(undefined)}
        />
      )}
    </>
  );
}
