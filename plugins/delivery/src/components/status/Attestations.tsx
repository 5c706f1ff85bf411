import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import Check from '@material-ui/icons/Check';
import Close from '@material-ui/icons/Close';
import HelpOutline from '@material-ui/icons/HelpOutline';
import type {
  Attestations as AttestationsFacts,
  Presence,
} from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5),
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
  chip: { margin: 0, height: 20, fontSize: '0.7rem' },
}));

const ICONS = { present: Check, absent: Close, unknown: HelpOutline };

function Attestation(props: {
  what: keyof AttestationsFacts;
  presence: Presence;
}) {
  const { what, presence } = props;
  const classes = useStyles();
  const t = useT();
  const Icon = ICONS[presence.state];
  const name = t(`vitals.${what}`);
  const text = t(`vitals.${presence.state}`, {
    what: name,
    reason: presence.reason,
  });
  return (
    <li>
      <Chip
        size="small"
        variant="outlined"
        className={classes.chip}
        icon={<Icon aria-hidden />}
        label={name}
        title={text}
        aria-label={text}
      />
    </li>
  );
}

/** Whether a signature, an SBOM and a provenance are there. That one is there says nothing of whether it holds. */
export function Attestations(props: { attestations: AttestationsFacts }) {
  const { attestations } = props;
  const classes = useStyles();
  const t = useT();
  return (
    <ul className={classes.root} aria-label={t('vitals.attestations')}>
      {(['signature', 'sbom', 'provenance'] as const).map(what => (
        <Attestation key={what} what={what} presence={attestations[what]} />
      ))}
    </ul>
  );
}
