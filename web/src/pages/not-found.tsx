import { Button } from '@mantine/core';
import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useText } from '../text/text-context.tsx';
import { Empty } from '../ui/loaded.tsx';
import { Page } from '../ui/page.tsx';

export function NotFoundPage(): ReactElement {
  const { t } = useText();
  return (
    <Page title={t.general.notFound.title}>
      <Empty title={t.general.notFound.text}>
        <Link to="/">{t.general.notFound.back}</Link>
      </Empty>
    </Page>
  );
}

/** A fault of ours while drawing; the rest of the app still works. */
export function CrashPage({ error }: ErrorComponentProps): ReactElement {
  const { t } = useText();
  return (
    <Page title={t.general.crashed.title}>
      <Empty title={t.general.crashed.text}>
        <p className="mono">{String(error)}</p>
        <Button variant="default" mt={12} onClick={() => window.location.reload()}>
          {t.general.reload}
        </Button>
      </Empty>
    </Page>
  );
}
