import { useEffect, useState } from 'react';
import { getClock } from './clock';

/** The time, refreshed every half minute. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => getClock().subscribe(setNow), []);
  return now;
}
