import { formatAge, formatExact } from '../../hooks/times';
import { useLanguage } from '../../hooks/useLanguage';
import { useNow } from '../../hooks/useNow';

/** A sentence about how long ago something was; the exact time for whoever points at it. */
export function AgeText(props: { at: string; text(age: string): string }) {
  const now = useNow();
  const language = useLanguage();
  return (
    <time dateTime={props.at} title={formatExact(props.at, language)}>
      {props.text(formatAge(props.at, now, language) ?? props.at)}
    </time>
  );
}
