import type { ConclusionName, Device } from '#contract';
import type { ReactElement } from 'react';
import { attributeName } from '../../text/names.ts';
import { useText } from '../../text/text-context.tsx';
import { Tag } from '../../ui/tag.tsx';
import classes from './conclusions.module.css';

/** For what is unknown: what, if it were seen, would tell. */
export function WouldHelp({ device, name }: { device: Device; name: ConclusionName }): ReactElement {
  const { t } = useText();
  const attributes = device.missing.find(({ conclusion }) => conclusion === name)?.wouldHelp ?? ['person'];
  return (
    <div className={classes['help']}>
      <p>
        {t.device.unknownText} {t.device.wouldHelpText}
      </p>
      <ul aria-label={t.device.wouldHelp}>
        {attributes.map((attribute) => (
          <li key={attribute}>
            <Tag icon={attribute === 'person' ? 'person' : 'captures'}>{attributeName(attribute, t)}</Tag>
          </li>
        ))}
      </ul>
    </div>
  );
}
