import { Button, Progress } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type DragEvent, type ReactElement, useRef, useState } from 'react';
import { api } from '../api/client.ts';
import type { Upload } from '../api/transport.ts';
import { notifyDone } from '../components/notify.tsx';
import { useText } from '../text/text-context.tsx';
import { Icon } from '../ui/icon.tsx';
import { Trouble } from '../ui/loaded.tsx';
import classes from './upload-form.module.css';

/** Hands a capture file to the server, by choosing or by dropping it. */
export function UploadForm(): ReactElement {
  const text = useText();
  const { t } = text;
  const queryClient = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const abort = useRef<AbortController>(undefined);
  const [sentBytes, setSentBytes] = useState(0);
  const [isOver, setOver] = useState(false);
  const upload = useMutation({
    mutationFn: (file: File) => {
      abort.current = new AbortController();
      setSentBytes(0);
      const handed: Upload = { file, onSent: setSentBytes, signal: abort.current.signal };
      return api.captures.upload({ file: handed });
    },
    onSuccess: async (capture) => {
      notifyDone(t.captures.uploaded(capture.name), text);
      await queryClient.invalidateQueries({ queryKey: ['captures'] });
    },
  });
  const take = (files: FileList | null): void => {
    const file = files?.[0];
    if (file !== undefined) upload.mutate(file);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (!upload.isPending) take(event.dataTransfer.files);
  };
  const wasCancelled = upload.error?.name === 'AbortError';
  return (
    <div>
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
            <Button onClick={() => input.current?.click()}>{t.captures.choose}</Button>
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
