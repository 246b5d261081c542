import type { EvidenceSource, Excerpt } from '#contract';
import { Fragment, type ReactElement } from 'react';
import { useText } from '../../text/text-context.tsx';
import { type ByteLine, byteLines, type ByteRun, keptBytes, markedText, offsetText } from './byte-lines.ts';
import classes from './byte-view.module.css';

interface ByteViewProps {
  readonly excerpt: Excerpt;
  readonly ranges: EvidenceSource['ranges'];
}

/** One frame as hex and text: the value marked, the headers that lead to it shown, everything else masked. */
export function ByteView({ excerpt, ranges }: ByteViewProps): ReactElement {
  const { t, f } = useText();
  const frame = f.number(excerpt.frame);
  const marked = markedText(excerpt, ranges);
  return (
    <figure className={classes['figure']}>
      <figcaption className={classes['caption']}>
        <span className={classes['frame']}>{t.evidence.frameNumber(frame)}</span>
        <span>{t.general.units.bytes(excerpt.length)}</span>
        <span className="dim">{t.evidence.keptShare(f.number(keptBytes(excerpt)), f.number(excerpt.length))}</span>
        {marked !== undefined && <span className="visually-hidden">{t.evidence.markedText(marked)}</span>}
      </figcaption>
      <div className={classes['scroller']} role="region" tabIndex={0} aria-label={t.evidence.bytesOf(frame)}>
        <table className={classes['dump']}>
          <thead>
            <tr>
              <th scope="col">{t.evidence.offset}</th>
              <th scope="col" colSpan={2}>
                {t.evidence.hex}
              </th>
              <th scope="col">{t.evidence.ascii}</th>
            </tr>
          </thead>
          <tbody>
            {byteLines(excerpt, ranges).map((line) => (
              <Line key={line.offset} line={line} />
            ))}
          </tbody>
        </table>
      </div>
      <dl className={classes['hash']}>
        <dt>{t.evidence.sha256}</dt>
        <dd className="mono">{excerpt.sha256}</dd>
      </dl>
    </figure>
  );
}

function Line({ line }: { line: ByteLine }): ReactElement {
  const { t } = useText();
  if (line.kind === 'masked') {
    return (
      <tr>
        <th scope="row">{offsetText(line.offset)}</th>
        <td colSpan={3} className={classes['stretch']}>
          <span aria-hidden="true">·· ·· ·· ··</span> {t.evidence.maskedRun(line.length)}
        </td>
      </tr>
    );
  }
  return (
    <tr>
      <th scope="row">{offsetText(line.offset)}</th>
      {line.halves.map((runs, half) => (
        <td key={half}>
          <Runs runs={runs} as="hex" />
        </td>
      ))}
      <td className={classes['text']}>
        <Runs runs={line.whole} as="text" />
      </td>
    </tr>
  );
}

function Runs({ runs, as }: { runs: readonly ByteRun[]; as: 'hex' | 'text' }): ReactElement {
  return (
    <>
      {runs.map((run, at) => (
        <Fragment key={at}>
          {at > 0 && as === 'hex' ? ' ' : ''}
          {run.state === 'marked' ? (
            <mark>{run[as]}</mark>
          ) : (
            <span className={run.state === 'masked' ? classes['masked'] : undefined}>{run[as]}</span>
          )}
        </Fragment>
      ))}
    </>
  );
}

export function ByteLegend(): ReactElement {
  const { t } = useText();
  return (
    <ul className={classes['legend']} aria-label={t.evidence.legend}>
      <li>
        <mark className={classes['sample']}>41</mark> {t.evidence.legendMarked}
      </li>
      <li>
        <span className={classes['sample']}>41</span> {t.evidence.legendKept}
      </li>
      <li>
        <span className={`${classes['sample']} ${classes['masked']}`}>··</span> {t.evidence.legendMasked}
      </li>
    </ul>
  );
}
