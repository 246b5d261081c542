import type { CaptureDetail } from '#contract';
import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { api } from '../api/client.ts';
import { saveAs } from '../api/save-as.ts';
import { notifyDone } from '../components/notify.tsx';
import { useText } from '../text/text-context.tsx';
import { Trouble } from '../ui/loaded.tsx';
import classes from './form.module.css';

/** Asks why a kept capture is opened, then hands it to the browser as a file. */
export function OpenKeptForm({ capture, onDone }: { capture: CaptureDetail; onDone: () => void }): ReactElement {
  const text = useText();
  const { t } = text;
  const [reason, setReason] = useState('');
  const [wasTried, setWasTried] = useState(false);
  const open = useMutation({
    mutationFn: () => api.captures.openKept({ params: { captureId: capture.id }, body: { reason: reason.trim() } }),
    onSuccess: (file) => {
      saveAs(file, capture.name);
      notifyDone(t.captures.kept.opened(capture.name), text);
      onDone();
    },
  });
  return (
    <form
      className={classes['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setWasTried(true);
        if (reason.trim() !== '') open.mutate();
      }}
    >
      <p>{t.captures.kept.openLead}</p>
      {open.error !== null && <Trouble error={open.error} />}
      <Textarea
        label={t.captures.kept.reason}
        description={t.captures.kept.reasonHint}
        autosize
        minRows={2}
        maxRows={6}
        data-autofocus
        value={reason}
        error={wasTried && reason.trim() === '' ? t.captures.kept.reasonMissing : undefined}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <div className={classes['actions']}>
        <Button variant="default" onClick={onDone}>
          {t.general.cancel}
        </Button>
        <Button type="submit" loading={open.isPending}>
          {t.captures.kept.open}
        </Button>
      </div>
    </form>
  );
}
