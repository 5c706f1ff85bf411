import { useEffect, useState } from 'react';
import Button from '@material-ui/core/Button';
import CheckIcon from '@material-ui/icons/Check';
import FileCopyOutlined from '@material-ui/icons/FileCopyOutlined';
import { errorApiRef, useApi } from '@backstage/core-plugin-api';
import { useT } from '../../hooks/useT';

/** How long the button says that it copied. */
const ACKNOWLEDGED_MS = 2_000;

/** Copies a text and says so. */
export function CopyButton(props: { text: string; what: string }) {
  const { text, what } = props;
  const t = useT();
  const errorApi = useApi(errorApiRef);
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) {
      return undefined;
    }
    const timer = setTimeout(() => setCopied(false), ACKNOWLEDGED_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // Browsers offer the clipboard on secure origins only.
      errorApi.post(new Error(t('states.copyFailed')));
    }
  };
  return (
    <Button
      size="small"
      aria-label={t('states.copyWhat', { what })}
      startIcon={copied ? <CheckIcon /> : <FileCopyOutlined />}
      onClick={copy}
      style={{ textTransform: 'none' }}
    >
      <span aria-live="polite">
        {copied ? t('states.copied') : t('states.copy')}
      </span>
    </Button>
  );
}
