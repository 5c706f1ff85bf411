import type { ReactNode } from 'react';
import { Link } from '@backstage/core-components';

/** Whether a link that an upstream gave may be followed from here. */
export function isSafeUrl(url: string | undefined): url is string {
  return url !== undefined && /^https?:\/\//i.test(url);
}

/** A link to a page of an upstream; what is no web address stays text. */
export function ExternalLink(props: {
  to?: string;
  children: ReactNode;
  className?: string;
  title?: string;
}) {
  const { to, children, className, title } = props;
  if (!isSafeUrl(to)) {
    return (
      <span className={className} title={title}>
        {children}
      </span>
    );
  }
  return (
    <Link to={to} className={className} title={title} externalLinkIcon={false}>
      {children}
    </Link>
  );
}
