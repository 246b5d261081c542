import type { ConclusionName, Correction } from '#contract';
import { ActionIcon, Modal, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactElement } from 'react';
import { useMay } from '../../api/session.ts';
import { CorrectionForm } from '../../forms/correction-form.tsx';
import { useText } from '../../text/text-context.tsx';
import { Icon } from '../../ui/icon.tsx';

interface CorrectButtonProps {
  readonly deviceId: string;
  readonly name: ConclusionName;
  readonly current: string | undefined;
  readonly correction: Correction | undefined;
}

/** Opens the form in which a person says what a conclusion should be. */
export function CorrectButton({ deviceId, name, current, correction }: CorrectButtonProps): ReactElement | null {
  const { t } = useText();
  const [isOpen, { open, close }] = useDisclosure(false);
  const title = t.words.conclusions[name];
  const label = current === undefined ? t.device.stateNamed(title) : t.device.correctNamed(title);
  if (!useMay('devices.correct')) return null;
  return (
    <>
      <Tooltip label={label}>
        <ActionIcon variant="subtle" color="gray" size="md" aria-label={label} onClick={open}>
          <Icon name="pencil" size={16} />
        </ActionIcon>
      </Tooltip>
      <Modal
        opened={isOpen}
        onClose={close}
        title={label}
        size="md"
        closeButtonProps={{ 'aria-label': t.general.close }}
      >
        <CorrectionForm deviceId={deviceId} name={name} current={current} correction={correction} onDone={close} />
      </Modal>
    </>
  );
}
