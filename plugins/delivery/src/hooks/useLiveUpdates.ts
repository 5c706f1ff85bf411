import { useEffect } from 'react';
import { useApiHolder } from '@backstage/core-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { Revalidator } from './Revalidator';

/**
 * Asks again for what a page shows as soon as its channel says that something changed. A message carries no
 * data, so any message will do. Without the signals plugin pages refresh on focus and by their timer only.
 */
export function useLiveUpdates(channel: string | undefined, key: QueryKey) {
  const signals = useApiHolder().get(signalApiRef);
  const client = useQueryClient();
  const keyText = JSON.stringify(key);

  useEffect(() => {
    if (!signals || !channel) {
      return undefined;
    }
    const queryKey: QueryKey = JSON.parse(keyText);
    const revalidator = new Revalidator(() =>
      client.invalidateQueries({ queryKey }, { cancelRefetch: true }),
    );
    const subscription = signals.subscribe(channel, () =>
      revalidator.trigger(),
    );
    return () => {
      revalidator.stop();
      subscription.unsubscribe();
    };
  }, [signals, channel, client, keyText]);
}
