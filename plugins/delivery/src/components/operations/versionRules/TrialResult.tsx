import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { VersionRuleTrial } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { Announcement, Notice } from '../../status';
import { DiffView } from '../dialog';
import { Part } from '../shared';
import { Snippets } from './Snippets';

const useStyles = makeStyles(theme => ({
  root: { display: 'flex', flexDirection: 'column', gap: theme.spacing(2) },
  diffs: { display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5) },
}));

/** What a promotion would write by the rule; then what to write down for it to be in force. */
export function TrialResult(props: { trial: VersionRuleTrial }) {
  const { version, changes, refusedBecause, snippets } = props.trial;
  const classes = useStyles();
  const t = useT();
  if (refusedBecause !== undefined) {
    return (
      <div role="alert">
        <Notice tone="warning" icon="lock" title={t('versionRules.refused')}>
          {refusedBecause}
        </Notice>
      </div>
    );
  }
  const title = t('versionRules.changes', { version });
  return (
    <div className={classes.root}>
      {changes.length === 0 ? (
        <div role="status">
          <Notice tone="info">{t('versionRules.same', { version })}</Notice>
        </div>
      ) : (
        <Part title={title}>
          <Announcement text={`${title}. ${t('versionRules.untouched')}`} />
          <Typography variant="body2" gutterBottom>
            {t('versionRules.untouched')}
          </Typography>
          <div className={classes.diffs}>
            {changes.map(change => (
              <DiffView
                key={`${change.repository} ${change.path}`}
                change={change}
              />
            ))}
          </div>
        </Part>
      )}
      <Part title={t('versionRules.keep')}>
        <Snippets snippets={snippets} />
      </Part>
    </div>
  );
}
