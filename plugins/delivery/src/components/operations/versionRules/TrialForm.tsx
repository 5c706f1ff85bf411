import { type FormEvent, useState } from 'react';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import type { VersionRuleText } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { useUniqueId } from '../../../hooks/useUniqueId';
import { NativeChoice } from '../../lists';
import { BusyButton, FailureNotice } from '../dialog';
import { TrialResult } from './TrialResult';
import { useTrial } from './useTrial';

const useStyles = makeStyles(theme => ({
  form: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    gap: theme.spacing(2),
    margin: theme.spacing(1, 0),
  },
  version: { flex: '1 1 240px' },
  how: { minHeight: 40, display: 'flex', alignItems: 'center' },
}));

/** Tries a rule out with a version: what a promotion to it would write is shown, and nothing is written. */
export function TrialForm(props: {
  entityRef: string;
  environment: string;
  versions: readonly string[];
  rule: VersionRuleText;
}) {
  const { entityRef, environment, versions, rule } = props;
  const classes = useStyles();
  const t = useT();
  const id = useUniqueId('delivery-version');
  const [version, setVersion] = useState(versions[0] ?? '');
  const [write, setWrite] = useState(rule.write);
  const trial = useTrial(entityRef);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (version.trim() && !trial.isPending) {
      trial.mutate({
        environment,
        rule: { ...rule, write },
        version: version.trim(),
      });
    }
  };
  return (
    <>
      <form noValidate className={classes.form} onSubmit={submit}>
        <TextField
          id={id}
          className={classes.version}
          label={t('versionRules.version')}
          helperText={t('versionRules.versionHint')}
          value={version}
          required
          size="small"
          variant="outlined"
          InputLabelProps={{ shrink: true }}
          inputProps={{
            list: `${id}-known`,
            maxLength: 128,
            autoComplete: 'off',
            spellCheck: false,
          }}
          onChange={event => setVersion(event.target.value)}
        />
        <datalist id={`${id}-known`}>
          {versions.map(each => (
            <option key={each} value={each} />
          ))}
        </datalist>
        <div className={classes.how}>
          <NativeChoice
            label={t('versionRules.write')}
            value={write}
            options={(['pullRequest', 'commit'] as const).map(value => ({
              value,
              label: t(`versionRules.${value}`),
            }))}
            onChange={value =>
              setWrite(value === 'commit' ? 'commit' : 'pullRequest')
            }
          />
        </div>
        <BusyButton
          type="submit"
          label={t('versionRules.show')}
          busyText={t('versionRules.trying')}
          isBusy={trial.isPending}
          disabled={!version.trim()}
        />
      </form>
      {trial.isError && (
        <FailureNotice
          title={t('versionRules.tryFailed')}
          error={trial.error}
        />
      )}
      {trial.data && <TrialResult trial={trial.data} />}
    </>
  );
}
