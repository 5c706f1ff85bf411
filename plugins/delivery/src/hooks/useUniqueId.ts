import { useState } from 'react';

let last = 0;

/** An id for tying elements together; React's own is not there before version 18. */
export function useUniqueId(prefix: string): string {
  const [id] = useState(() => {
    last += 1;
    return `${prefix}-${last}`;
  });
  return id;
}
