import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { deliveryTranslationRef } from '../translations';

/** The translation function of the delivery pages. */
export function useT() {
  return useTranslationRef(deliveryTranslationRef).t;
}

/** Its type, for helpers that are handed one. */
export type Translate = ReturnType<typeof useT>;
