import { useState } from 'react';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import { makeStyles } from '@material-ui/core/styles';
import { useT } from '../../../hooks/useT';
import { Bone } from '../../status';
import { DialogFrame, FailureNotice } from '../dialog';
import { Proposals } from './Proposals';
import { RulesInForce } from './RulesInForce';
import { useVersionRules } from './useVersionRules';

const useStyles = makeStyles(theme => ({
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2.5),
  },
}));

function Skeleton() {
  const t = useT();
  return (
    <Box
      role="status"
      aria-busy
      aria-label={t('versionRules.looking')}
      display="flex"
      flexDirection="column"
      gridGap={12}
    >
      <Bone height={20} width="40%" />
      <Bone height={48} />
      <Bone height={20} width="40%" />
      <Bone height={96} />
    </Box>
  );
}

/** Says where the version of an environment lives, or where it could; tries that out, and says what to write down. */
export function VersionRulesDialog(props: {
  entityRef: string;
  environment: string;
  /** The environment's title. */
  title: string;
  onClosed(): void;
}) {
  const { entityRef, environment, title, onClosed } = props;
  const classes = useStyles();
  const t = useT();
  const [open, setOpen] = useState(true);
  const query = useVersionRules(entityRef, environment);
  const here = query.data?.environments.find(
    each => each.environment === environment,
  );
  const close = () => setOpen(false);
  return (
    <DialogFrame
      open={open}
      title={t('versionRules.openIn', { environment: title })}
      onClose={close}
      onClosed={onClosed}
    >
      <DialogContent dividers tabIndex={0} className={classes.content}>
        {query.isFetching && <Skeleton />}
        {query.isError && !query.isFetching && (
          <FailureNotice
            title={t('versionRules.failed')}
            error={query.error}
            action={
              <Button size="small" onClick={() => void query.refetch()}>
                {t('states.retry')}
              </Button>
            }
          />
        )}
        {query.data && !query.isFetching && (
          <>
            <RulesInForce
              environments={query.data.environments}
              current={environment}
            />
            {here && <Proposals entityRef={entityRef} rules={here} />}
          </>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={close} style={{ textTransform: 'none' }}>
          {t('versionRules.close')}
        </Button>
      </DialogActions>
    </DialogFrame>
  );
}
