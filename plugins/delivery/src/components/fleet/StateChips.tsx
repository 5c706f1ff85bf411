import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import {
  FLEET_STATES,
  type FleetPage,
  type FleetState,
} from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { cx, fleetLooks, useToneStyles } from '../status';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
  },
  chip: { margin: 0 },
  on: {
    backgroundColor: theme.palette.action.selected,
    borderColor: theme.palette.text.primary,
    fontWeight: 600,
  },
  count: { fontVariantNumeric: 'tabular-nums' },
}));

/** The states with their counts; each is a filter to be switched on and off. */
export function StateChips(props: {
  counts: FleetPage['counts'] | undefined;
  selected: FleetState[];
  onChange(selected: FleetState[]): void;
}) {
  const { counts, selected, onChange } = props;
  const classes = useStyles();
  const tones = useToneStyles();
  const t = useT();
  return (
    <div
      className={classes.root}
      role="group"
      aria-label={t('pages.fleet.states')}
    >
      {FLEET_STATES.map(state => {
        const { Icon, tone } = fleetLooks[state];
        const on = selected.includes(state);
        const count = counts?.[state];
        return (
          <Chip
            key={state}
            variant="outlined"
            clickable
            component="button"
            className={cx(classes.chip, on && classes.on)}
            aria-pressed={on}
            icon={
              <Icon
                aria-hidden
                fontSize="small"
                className={count === 0 ? undefined : tones[tone]}
              />
            }
            label={
              <>
                {t(`status.fleet.${state}`)}{' '}
                <strong className={classes.count}>{count ?? '–'}</strong>
              </>
            }
            onClick={() =>
              onChange(
                on
                  ? selected.filter(other => other !== state)
                  : [...selected, state],
              )
            }
          />
        );
      })}
    </div>
  );
}
