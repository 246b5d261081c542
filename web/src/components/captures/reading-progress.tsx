import type { CaptureSummary } from '#contract';
import { Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { captureSpeedKey } from '../../api/live.ts';
import { useText } from '../../text/text-context.tsx';
import classes from './reading-progress.module.css';

/** Comes with events only; there is nothing to ask for. */
export function useCaptureSpeed(captureId: string): number | undefined {
  return (
    useQuery<number | null>({
      queryKey: captureSpeedKey(captureId),
      queryFn: () => null,
      enabled: false,
    }).data ?? undefined
  );
}

/** How far a capture has been read, how many packets, and how fast. */
export function ReadingProgress({ capture }: { capture: CaptureSummary }): ReactElement {
  const { t, f } = useText();
  const speed = useCaptureSpeed(capture.id);
  const { readBytes, sizeBytes, packets, name } = capture;
  const share =
    readBytes === undefined || sizeBytes === undefined || sizeBytes === 0 ? undefined : readBytes / sizeBytes;
  return (
    <div className={classes['progress']}>
      {share !== undefined && (
        <Progress.Root size={8} radius="xl">
          <Progress.Section value={Math.min(100, share * 100)} aria-label={t.captures.progressOf(name)} />
        </Progress.Root>
      )}
      <p className={classes['numbers']}>
        {capture.state === 'queued' ? <span>{t.words.captureStates.queued}</span> : null}
        {readBytes !== undefined && sizeBytes !== undefined && (
          <span>{t.captures.read(f.bytes(readBytes), f.bytes(sizeBytes))}</span>
        )}
        <span>{t.general.units.packets(packets)}</span>
        {speed !== undefined && speed > 0 && (
          <span>{t.general.units.packetsPerSecond(f.number(Math.round(speed)))}</span>
        )}
      </p>
    </div>
  );
}
