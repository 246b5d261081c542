import { Button, Modal } from '@mantine/core';
import type { ReactElement } from 'react';
import type { FirstPassword } from '../../forms/account-form.tsx';
import { useText } from '../../text/text-context.tsx';
import { CopyIcon } from '../../ui/buttons.tsx';
import classes from './first-password.module.css';

/** The only time that a password is ever shown; closing it takes a deliberate step. */
export function FirstPasswordDialog({
  shown,
  onClose,
}: {
  shown: FirstPassword | undefined;
  onClose: () => void;
}): ReactElement {
  const { t } = useText();
  return (
    <Modal
      opened={shown !== undefined}
      onClose={onClose}
      title={shown === undefined ? '' : t.accounts.passwordOf(shown.account.name)}
      closeOnClickOutside={false}
      withCloseButton={false}
    >
      {shown !== undefined && (
        <div className={classes['content']}>
          <p className={classes['login']}>
            {t.accounts.login}: <span className="mono">{shown.account.login}</span>
          </p>
          <p className={classes['password']}>
            <span className="mono">{shown.password}</span>
            <CopyIcon value={shown.password} label={t.general.copy} />
          </p>
          <p>{t.accounts.passwordOnce}</p>
          <Button onClick={onClose} data-autofocus>
            {t.general.close}
          </Button>
        </div>
      )}
    </Modal>
  );
}
