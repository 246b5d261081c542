import type { CaptureDetail } from '#contract';
import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { api } from '../../api/client.ts';
import { captureQuery } from '../../api/queries.ts';
import { useMay } from '../../api/session.ts';
import { OpenKeptForm } from '../../forms/open-kept-form.tsx';
import { useText } from '../../text/text-context.tsx';
import { ActionButton } from '../../ui/buttons.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Instant } from '../../ui/instant.tsx';
import { Panel } from '../../ui/page.tsx';
import { notifyDone, notifyTrouble } from '../notify.tsx';
import classes from './kept-file.module.css';

/** The whole file, where somebody chose to keep it: until when, and what may be done with it. */
export function KeptFile({ capture }: { capture: CaptureDetail }): ReactElement | null {
  const { t, f } = useText();
  const mayOpen = useMay('captures.open');
  const mayKeep = useMay('captures.keep');
  const { keptUntil, keptBytes } = capture;
  if (keptUntil === undefined) return null;
  return (
    <Panel title={t.captures.kept.title} lead={t.captures.kept.lead}>
      <div className={classes['row']}>
        <dl className={classes['figures']}>
          <div>
            <dt>{t.captures.kept.until}</dt>
            <dd>
              <Instant at={keptUntil} exact />
            </dd>
          </div>
          <div>
            <dt>{t.captures.kept.size}</dt>
            <dd>{keptBytes === undefined ? t.captures.kept.notYet : f.bytes(keptBytes)}</dd>
          </div>
        </dl>
        <div className={classes['actions']}>
          {mayOpen && <OpenButton capture={capture} />}
          {mayKeep && <ForgetButton capture={capture} />}
        </div>
      </div>
    </Panel>
  );
}

function OpenButton({ capture }: { capture: CaptureDetail }): ReactElement {
  const { t } = useText();
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionButton
        leftSection={<Icon name="unlock" size={15} />}
        disabledBecause={capture.keptBytes === undefined ? t.captures.kept.notYet : undefined}
        onClick={open}
      >
        {t.captures.kept.open}
      </ActionButton>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t.captures.kept.openNamed(capture.name)}
        closeButtonProps={{ 'aria-label': t.general.close }}
      >
        <OpenKeptForm capture={capture} onDone={close} />
      </Modal>
    </>
  );
}

function ForgetButton({ capture }: { capture: CaptureDetail }): ReactElement {
  const text = useText();
  const { t } = text;
  const queryClient = useQueryClient();
  const [isOpen, { open, close }] = useDisclosure(false);
  const forget = useMutation({
    mutationFn: () => api.captures.forget({ params: { captureId: capture.id } }),
    onSuccess: async () => {
      close();
      notifyDone(t.captures.kept.forgotten(capture.name), text);
      await queryClient.invalidateQueries({ queryKey: ['captures'] });
    },
    onError: (error) => notifyTrouble(error, text),
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: captureQuery(capture.id).queryKey });
    },
  });
  return (
    <>
      <ActionButton onClick={open}>{t.captures.kept.forget}</ActionButton>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t.captures.kept.forgetNamed(capture.name)}
        closeButtonProps={{ 'aria-label': t.general.close }}
      >
        <p>{t.captures.kept.forgetLead}</p>
        <div className={classes['confirm']}>
          <Button variant="default" onClick={close} data-autofocus>
            {t.general.cancel}
          </Button>
          <Button loading={forget.isPending} onClick={() => forget.mutate()}>
            {t.captures.kept.forget}
          </Button>
        </div>
      </Modal>
    </>
  );
}
