import MoreVert from '@material-ui/icons/MoreVert';
import type { TargetView } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { useOperations } from '../OperationsContext';
import { offerItems, typeOf } from './offerItems';
import { OffersMenu } from './OffersMenu';

/** What can be done with a target. */
export function TargetActions(props: { target: TargetView }) {
  const { target } = props;
  const t = useT();
  const { operations, ask } = useOperations();
  const offers = operations?.targets[target.id];
  return (
    <OffersMenu
      label={t('operations.menu.actionsFor', { subject: target.name })}
      icon={<MoreVert fontSize="small" />}
      items={offerItems(offers, t)}
      onChoose={key => {
        const type = typeOf(key, offers);
        if (operations && type) {
          ask({
            input: {
              type,
              entityRef: operations.entityRef,
              targetIds: [target.id],
            },
            subject: target.name,
          });
        }
      }}
    />
  );
}
