import type { Device } from '#contract';
import type { ReactElement } from 'react';
import { attributeName } from '../../text/names.ts';
import { useText } from '../../text/text-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { Tag, type Tone } from '../../ui/tag.tsx';
import classes from './identity-panel.module.css';

const TONE: Readonly<Record<Device['identity'][number]['decision'], Tone>> = {
  joined: 'good',
  'kept-apart': 'warn',
  noted: 'plain',
};

/** Why addresses were taken for one device, or not. */
export function IdentityPanel({ device }: { device: Device }): ReactElement {
  const { t } = useText();
  const known = new Map(device.evidence.map((each) => [each.id, each]));
  return (
    <Panel title={t.device.identity} lead={t.device.identityLead}>
      {device.identity.length === 0 ? (
        <p className="dim">{t.device.identityNone}</p>
      ) : (
        <ul className={classes['reasons']}>
          {device.identity.map((reason, at) => (
            <li key={at}>
              <p className={classes['head']}>
                <Tag tone={TONE[reason.decision]}>{t.words.identityDecisions[reason.decision]}</Tag>
                <span className="mono">{reason.addresses.join(' · ')}</span>
              </p>
              <p>{t.words.identityRules[reason.rule]}</p>
              <ul className={classes['pieces']}>
                {reason.evidence
                  .flatMap((id) => known.get(id) ?? [])
                  .map((each) => (
                    <li key={each.id}>
                      {attributeName(each.attribute, t)} <span className="mono">{each.value}</span>
                    </li>
                  ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
