import MoreVert from '@material-ui/icons/MoreVert';
import { useT } from '../../../hooks/useT';
import { useOperations } from '../OperationsContext';
import { offerItems, typeOf } from './offerItems';
import { OffersMenu } from './OffersMenu';

/** What can be done with a run: again, again what failed, no further. */
export function RunActions(props: { runId: string; name: string }) {
  const { runId, name } = props;
  const t = useT();
  const { operations, ask } = useOperations();
  const offers = operations?.runs[runId];
  return (
    <OffersMenu
      label={t('operations.menu.actionsFor', { subject: name })}
      icon={<MoreVert fontSize="small" />}
      items={offerItems(offers, t)}
      onChoose={key => {
        const type = typeOf(key, offers);
        if (operations && type) {
          ask({
            input: { type, entityRef: operations.entityRef, runId },
            subject: name,
          });
        }
      }}
    />
  );
}
