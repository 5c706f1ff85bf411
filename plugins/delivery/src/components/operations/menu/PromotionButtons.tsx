import { makeStyles } from '@material-ui/core/styles';
import ArrowForward from '@material-ui/icons/ArrowForward';
import { useT } from '../../../hooks/useT';
import { useOperations } from '../OperationsContext';
import { GateLights, operationTitle } from '../shared';
import { OfferButton } from './OfferButton';
import { VersionRuleButton } from './VersionRuleButton';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    textAlign: 'center',
    gap: theme.spacing(0.5),
    width: 96,
    [theme.breakpoints.down('sm')]: { width: 'auto', maxWidth: 320 },
  },
}));

/** What can be promoted into an environment, with the gates that it has to pass. */
export function PromotionButtons(props: { environment: string }) {
  const { environment } = props;
  const classes = useStyles();
  const t = useT();
  const { operations, ask, titleOf } = useOperations();
  const promotions = (operations?.promotions ?? []).filter(
    promotion => promotion.environment === environment,
  );
  if (!operations) {
    return null;
  }
  return (
    <>
      {promotions.map(({ fromEnvironment, to, offer, gates }) => {
        const words = { version: to, environment: titleOf(environment) };
        return (
          <div key={fromEnvironment} className={classes.root}>
            <OfferButton
              label={
                to
                  ? t('operations.promotion.buttonVersion', { version: to })
                  : t('operations.promotion.button')
              }
              fullLabel={operationTitle({ type: 'promote', ...words }, t)}
              endIcon={<ArrowForward />}
              disabledBecause={offer.disabledBecause}
              onAsk={() =>
                ask({
                  input: {
                    type: 'promote',
                    entityRef: operations.entityRef,
                    environment,
                    fromEnvironment,
                  },
                  ...words,
                })
              }
            />
            {gates.length > 0 && <GateLights gates={gates} />}
            <VersionRuleButton environment={environment} />
          </div>
        );
      })}
    </>
  );
}
