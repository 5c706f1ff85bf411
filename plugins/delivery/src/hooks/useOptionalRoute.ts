import { type RouteRef, useRouteRef } from '@backstage/core-plugin-api';

/**
 * The path of a page that this portal may not have mounted: a classic app chooses its routes itself, and a link
 * to what is not there must not take the page down with it.
 */
export function useOptionalRoute(
  routeRef: RouteRef<undefined>,
): string | undefined {
  try {
    return useRouteRef(routeRef)();
  } catch {
    return undefined;
  }
}
