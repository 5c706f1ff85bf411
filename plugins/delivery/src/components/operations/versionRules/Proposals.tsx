import { useState } from 'react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { EnvironmentVersionRules } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { Notice } from '../../status';
import { Part } from '../shared';
import { Proposal } from './Proposal';

const useStyles = makeStyles(theme => ({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    marginTop: theme.spacing(1),
  },
  reasons: { margin: 0, paddingLeft: theme.spacing(2.5) },
}));

/** What was found for an environment, and why nothing was found where that is so. */
export function Proposals(props: {
  entityRef: string;
  rules: EnvironmentVersionRules;
}) {
  const { entityRef, rules } = props;
  const classes = useStyles();
  const t = useT();
  const [tried, setTried] = useState<number>();
  const { proposals = [], nothingFound = [], mayNotTryBecause } = rules;
  return (
    <Part title={t('versionRules.proposals')}>
      <div className={classes.list}>
        {mayNotTryBecause && (
          <Notice tone="info" icon="lock" title={t('versionRules.mayNot')}>
            {mayNotTryBecause}
          </Notice>
        )}
        {proposals.length > 0 && (
          <Typography variant="body2">
            {t('versionRules.proposalsHint')}
          </Typography>
        )}
        {proposals.map((proposal, index) => (
          <Proposal
            key={JSON.stringify(proposal.rule)}
            entityRef={entityRef}
            environment={rules.environment}
            versions={rules.versions}
            proposal={proposal}
            isTried={tried === index}
            onTry={() => setTried(tried === index ? undefined : index)}
          />
        ))}
        {nothingFound.length > 0 && (
          <Notice tone="warning" title={t('versionRules.nothing')}>
            <ul className={classes.reasons}>
              {nothingFound.map(({ target, because }) => (
                <li key={target}>
                  {t('versionRules.nothingFor', { target, reason: because })}
                </li>
              ))}
            </ul>
          </Notice>
        )}
      </div>
    </Part>
  );
}
