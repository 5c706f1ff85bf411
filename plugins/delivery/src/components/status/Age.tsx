import { formatAge, formatExact } from '../../hooks/times';
import { useLanguage } from '../../hooks/useLanguage';
import { useNow } from '../../hooks/useNow';

/** How long ago something was; the exact time for whoever points at it. */
export function Age(props: { at: string }) {
  const now = useNow();
  const language = useLanguage();
  return (
    <time dateTime={props.at} title={formatExact(props.at, language)}>
      {formatAge(props.at, now, language) ?? props.at}
    </time>
  );
}
