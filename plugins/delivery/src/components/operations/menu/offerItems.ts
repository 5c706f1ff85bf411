import type {
  OperationOffer,
  OperationType,
} from '@throughline/plugin-delivery-common';
import type { Translate } from '../../../hooks/useT';
import type { OfferItem } from './OffersMenu';

/** What is asked for elsewhere on the page: between the lanes, in the history, in the banner. */
const ELSEWHERE: readonly OperationType[] = ['promote', 'rollBack', 'unpin'];

/** Offers as items of a menu. */
export function offerItems(
  offers: readonly OperationOffer[] = [],
  t: Translate,
): OfferItem[] {
  return offers
    .filter(({ type }) => !ELSEWHERE.includes(type))
    .map(({ type, disabledBecause }) => ({
      key: type,
      label: t(`operations.action.${type}`),
      disabledBecause,
    }));
}

/** The offer whose item was chosen. */
export function typeOf(
  key: string,
  offers: readonly OperationOffer[] = [],
): OperationType | undefined {
  return offers.find(({ type }) => type === key)?.type;
}
