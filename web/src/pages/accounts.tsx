import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { accountsQuery } from '../api/queries.ts';
import { AccountTable } from '../components/accounts/account-table.tsx';
import { FirstPasswordDialog } from '../components/accounts/first-password.tsx';
import { AccountForm, type FirstPassword } from '../forms/account-form.tsx';
import { useText } from '../text/text-context.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';

export function AccountsPage(): ReactElement {
  const { t } = useText();
  const query = useQuery(accountsQuery);
  const [isOpen, { open, close }] = useDisclosure(false);
  const [shown, setShown] = useState<FirstPassword>();
  return (
    <Page
      title={t.accounts.title}
      actions={
        <Button leftSection={<Icon name="plus" size={15} />} onClick={open}>
          {t.accounts.create}
        </Button>
      }
    >
      <Panel title={t.accounts.title} flush>
        <Loaded query={query}>{({ accounts }) => <AccountTable accounts={accounts} onPassword={setShown} />}</Loaded>
      </Panel>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t.accounts.create}
        closeButtonProps={{ 'aria-label': t.general.close }}
      >
        <AccountForm
          onCancel={close}
          onCreated={(created) => {
            close();
            setShown(created);
          }}
        />
      </Modal>
      <FirstPasswordDialog shown={shown} onClose={() => setShown(undefined)} />
    </Page>
  );
}
