import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { VersionRuleProposal } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { useUniqueId } from '../../../hooks/useUniqueId';
import { StatusMark } from '../../status';
import { matchLooks } from './matchLooks';
import { PlacesTable } from './PlacesTable';
import { TrialForm } from './TrialForm';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(2),
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
  },
  words: { minWidth: 0, flex: '1 1 280px', overflowWrap: 'anywhere' },
  button: { textTransform: 'none' },
}));

/** One rule that could be: where, what speaks for it, and what it would write. */
export function Proposal(props: {
  entityRef: string;
  environment: string;
  versions: readonly string[];
  proposal: VersionRuleProposal;
  /** Whether it is being tried out. */
  isTried: boolean;
  onTry(): void;
}) {
  const { entityRef, environment, versions, proposal, isTried, onTry } = props;
  const { rule, match, found, remarks, missing, places } = proposal;
  const classes = useStyles();
  const t = useT();
  const trialId = useUniqueId('delivery-trial');
  const titleId = useUniqueId('delivery-proposal');
  return (
    <Paper
      variant="outlined"
      component="section"
      aria-labelledby={titleId}
      className={classes.root}
    >
      <div className={classes.head}>
        <div className={classes.words}>
          <Typography variant="body2" component="h4" id={titleId}>
            <strong>
              <code>{rule.file}</code>
            </strong>
          </Typography>
          <Typography variant="body2">{found}</Typography>
        </div>
        <StatusMark
          look={matchLooks[match]}
          word={t(`versionRules.match.${match}`)}
        />
      </div>
      <PlacesTable places={places} file={rule.file} />
      {missing.length > 0 && (
        <Typography variant="body2">
          {t('versionRules.missing', { targets: missing.join(', ') })}
        </Typography>
      )}
      {remarks.map(remark => (
        <Typography key={remark} variant="body2">
          {remark}
        </Typography>
      ))}
      <div>
        <Button
          size="small"
          variant="outlined"
          color="primary"
          className={classes.button}
          aria-label={t('versionRules.tryOutOf', { file: rule.file })}
          aria-expanded={isTried}
          aria-controls={isTried ? trialId : undefined}
          onClick={onTry}
        >
          {t('versionRules.tryOut')}
        </Button>
      </div>
      {isTried && (
        <div id={trialId}>
          <TrialForm
            entityRef={entityRef}
            environment={environment}
            versions={versions}
            rule={rule}
          />
        </div>
      )}
    </Paper>
  );
}
