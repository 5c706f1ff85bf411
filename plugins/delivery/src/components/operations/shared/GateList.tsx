import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { GateVerdict } from '@throughline/plugin-delivery-common';
import { formatExact } from '../../../hooks/times';
import { useLanguage } from '../../../hooks/useLanguage';
import { useT } from '../../../hooks/useT';
import { StatusMark } from '../../status';
import { gateName } from './gateWords';
import { gateLooks } from './operationLooks';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1),
    alignItems: 'baseline',
    overflowWrap: 'anywhere',
  },
}));

/** What each gate says, why, and when it may pass. */
export function GateList(props: { gates: readonly GateVerdict[] }) {
  const classes = useStyles();
  const language = useLanguage();
  const t = useT();
  return (
    <ul className={classes.root} aria-label={t('operations.gates')}>
      {props.gates.map(({ gate, state, reason, until }) => (
        <li key={`${gate} ${reason}`} className={classes.item}>
          <StatusMark
            size="small"
            look={gateLooks[state]}
            word={`${gateName(gate, t)} ${t(`operations.gateState.${state}`)}`}
          />
          <Typography variant="body2" component="span">
            {reason}
            {until && (
              <>
                {' · '}
                <time dateTime={until}>
                  {t('operations.until', {
                    time: formatExact(until, language),
                  })}
                </time>
              </>
            )}
          </Typography>
        </li>
      ))}
    </ul>
  );
}
