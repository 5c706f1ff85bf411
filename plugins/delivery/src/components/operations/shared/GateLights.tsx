import { makeStyles } from '@material-ui/core/styles';
import type { GateVerdict } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { StatusMark } from '../../status';
import { gateText } from './gateWords';
import { gateLooks } from './operationLooks';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'center',
    gap: theme.spacing(0.25),
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
}));

/** The gates as lights, where there is no room for their words; these stay for screen readers and the pointer. */
export function GateLights(props: { gates: readonly GateVerdict[] }) {
  const classes = useStyles();
  const t = useT();
  return (
    <ul className={classes.root} aria-label={t('operations.gates')}>
      {props.gates.map(verdict => (
        <li key={`${verdict.gate} ${verdict.reason}`}>
          <StatusMark
            iconOnly
            size="small"
            look={gateLooks[verdict.state]}
            word={gateText(verdict, t)}
          />
        </li>
      ))}
    </ul>
  );
}
