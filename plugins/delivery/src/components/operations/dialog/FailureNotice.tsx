import type { ReactNode } from 'react';
import { messageOf } from '../../../api/messageOf';
import { Notice } from '../../status';

/** Says at once that something did not work, and what the backend said of it. */
export function FailureNotice(props: {
  title: string;
  error: unknown;
  action?: ReactNode;
  children?: ReactNode;
}) {
  const { title, error, action, children } = props;
  return (
    <div role="alert">
      <Notice tone="negative" icon="error" title={title} action={action}>
        {messageOf(error)}
        {children && <div>{children}</div>}
      </Notice>
    </div>
  );
}
