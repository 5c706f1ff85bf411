import {
  type TranslationFunction,
  useTranslationRef,
} from '@backstage/core-plugin-api/alpha';
import { deliveryTranslationRef } from '../translations';

/** The translation function of the delivery pages. */
export type Translate = TranslationFunction<typeof deliveryTranslationRef.T>;

/** Gives the translation function of the delivery pages. */
export function useT(): Translate {
  return useTranslationRef(deliveryTranslationRef).t;
}
