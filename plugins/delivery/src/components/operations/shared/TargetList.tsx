import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { OperationTargetView } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { SourceTag } from '../../status';
import { OperationMark } from './OperationMark';

const useStyles = makeStyles(theme => ({
  root: { listStyle: 'none', margin: 0, padding: 0 },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1),
    alignItems: 'baseline',
    overflowWrap: 'anywhere',
  },
}));

/** What an operation acts on, target by target. */
export function TargetList(props: {
  targets: readonly OperationTargetView[];
  /** Says how far each has come; a plan has come nowhere yet. */
  withStates?: boolean;
}) {
  const classes = useStyles();
  const t = useT();
  return (
    <ul className={classes.root} aria-label={t('operations.progress.targets')}>
      {props.targets.map(({ id, name, sourceId, state, wave, ...target }) => (
        <li key={id} className={classes.item}>
          {props.withStates && <OperationMark size="small" state={state} />}
          <Typography variant="body2" component="span">
            <strong>{name}</strong>{' '}
            {target.to &&
              `${target.from ?? t('operations.dialog.fromUnknown')} → ${
                target.to
              }`}
          </Typography>
          <SourceTag id={sourceId} />
          {wave !== undefined && (
            <Typography variant="caption" color="textSecondary">
              {t('operations.dialog.wave', { wave: String(wave) })}
            </Typography>
          )}
          {target.message && (
            <Typography variant="body2" color="textSecondary" component="span">
              {target.message}
            </Typography>
          )}
        </li>
      ))}
    </ul>
  );
}
