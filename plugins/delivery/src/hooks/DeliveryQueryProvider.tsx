import type { PropsWithChildren } from 'react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { isWorthRetrying } from '../api/classifyError';

/** How often an open page asks again although nothing told it to. */
export const SLOW_REVALIDATION_MS = 60_000;

/** A client that shows what it has while it asks again. */
function createDeliveryQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        gcTime: 5 * 60_000,
        refetchInterval: SLOW_REVALIDATION_MS,
        refetchOnWindowFocus: 'always',
        retry: (failures, error) => failures < 2 && isWorthRetrying(error),
      },
    },
  });
}

// One for the whole portal, so that the card and the tab of an entity ask once.
const sharedClient = createDeliveryQueryClient();

/** The client that all delivery components of the portal share. */
export function getDeliveryQueryClient(): QueryClient {
  return sharedClient;
}

/** Gives the delivery components the answers that they share. */
export function DeliveryQueryProvider(props: PropsWithChildren<{}>) {
  return (
    <QueryClientProvider client={sharedClient}>
      {props.children}
    </QueryClientProvider>
  );
}
