import { KEEP_MOST_DAYS } from '#contract';
import { Button, Progress } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type DragEvent, type ReactElement, useRef, useState } from 'react';
import { api } from '../api/client.ts';
import { useMay } from '../api/session.ts';
import type { Upload } from '../api/transport.ts';
import { notifyDone } from '../components/notify.tsx';
import { useText } from '../text/text-context.tsx';
import { ActionButton } from '../ui/buttons.tsx';
import { Icon } from '../ui/icon.tsx';
import { Trouble } from '../ui/loaded.tsx';
import { KeepChoice, keepDaysOf, NOT_KEPT } from './keep-choice.tsx';
import classes from './upload-form.module.css';

/** Hands a capture file to the server, by choosing or by dropping it; who may chooses whether it is kept. */
export function UploadForm(): ReactElement {
  const text = useText();
  const { t } = text;
  const queryClient = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const abort = useRef<AbortController>(undefined);
  const [sentBytes, setSentBytes] = useState(0);
  const [isOver, setOver] = useState(false);
  const mayKeep = useMay('captures.keep');
  const [keeping, setKeeping] = useState(NOT_KEPT);
  const keepDays = keepDaysOf(keeping);
  const upload = useMutation({
    mutationFn: (file: File) => {
      abort.current = new AbortController();
      setSentBytes(0);
      const handed: Upload = { file, onSent: setSentBytes, signal: abort.current.signal };
      return api.captures.upload({ file: handed, query: typeof keepDays === 'number' ? { keepDays } : {} });
    },
    onSuccess: async (capture) => {
      // The next file is another decision.
      setKeeping(NOT_KEPT);
      notifyDone(t.captures.uploaded(capture.name), text);
      await queryClient.invalidateQueries({ queryKey: ['captures'] });
    },
  });
  const take = (files: FileList | null): void => {
    const file = files?.[0];
    if (file !== undefined && keepDays !== 'wrong') upload.mutate(file);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (!upload.isPending) take(event.dataTransfer.files);
  };
  const wasCancelled = upload.error?.name === 'AbortError';
  return (
    <div>
      {mayKeep && <KeepChoice keeping={keeping} onChange={setKeeping} disabled={upload.isPending} />}
      <div
        className={classes['place']}
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <Icon name="upload" size={22} />
        {upload.isPending ? (
          <Sending file={upload.variables} sentBytes={sentBytes} onCancel={() => abort.current?.abort()} />
        ) : (
          <p className={classes['choose']}>
            <ActionButton
              variant="filled"
              disabledBecause={keepDays === 'wrong' ? t.captures.kept.daysWrong(KEEP_MOST_DAYS) : undefined}
              onClick={() => input.current?.click()}
            >
              {t.captures.choose}
            </ActionButton>
            <span className="dim">{t.captures.drop}</span>
          </p>
        )}
        <input
          ref={input}
          type="file"
          hidden
          data-purpose="capture-file"
          accept=".pcap,.pcapng,.cap,.gz,.zst"
          onChange={({ currentTarget }) => {
            take(currentTarget.files);
            // The same file may be chosen again.
            currentTarget.value = '';
          }}
        />
      </div>
      {upload.error !== null && !wasCancelled && <Trouble error={upload.error} />}
    </div>
  );
}

function Sending(props: { file: File; sentBytes: number; onCancel: () => void }): ReactElement {
  const { t, f } = useText();
  const { file, sentBytes, onCancel } = props;
  return (
    <div className={classes['sending']}>
      <p>{t.captures.uploading(file.name)}</p>
      <Progress.Root size={8} radius="xl">
        <Progress.Section
          value={file.size === 0 ? 100 : Math.min(100, (sentBytes / file.size) * 100)}
          aria-label={t.captures.uploading(file.name)}
        />
      </Progress.Root>
      <p className={classes['numbers']}>
        <span>{t.captures.read(f.bytes(Math.min(sentBytes, file.size)), f.bytes(file.size))}</span>
        <Button variant="default" size="xs" onClick={onCancel}>
          {t.general.cancel}
        </Button>
      </p>
    </div>
  );
}
