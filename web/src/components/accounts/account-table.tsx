import { type Account, type Role, ROLES } from '#contract';
import { Button, Modal, NativeSelect } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { api } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import type { FirstPassword } from '../../forms/account-form.tsx';
import { useText } from '../../text/text-context.tsx';
import { ActionButton } from '../../ui/buttons.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/instant.tsx';
import { Tag } from '../../ui/tag.tsx';
import { notifyDone, notifyTrouble } from '../notify.tsx';
import classes from './account-table.module.css';

interface AccountTableProps {
  readonly accounts: readonly Account[];
  readonly onPassword: (shown: FirstPassword) => void;
}

export function AccountTable({ accounts, onPassword }: AccountTableProps): ReactElement {
  const { t } = useText();
  const own = useSession()?.account.id;
  const columns: readonly Column<Account>[] = [
    {
      id: 'login',
      head: t.accounts.columns.login,
      isHeader: true,
      cell: ({ id, login }) => (
        <>
          <span className="mono">{login}</span> {id === own && <Tag>{t.accounts.you}</Tag>}
        </>
      ),
    },
    { id: 'name', head: t.accounts.columns.name, cell: ({ name }) => name },
    { id: 'role', head: t.accounts.columns.role, cell: (account) => <RoleChoice account={account} /> },
    {
      id: 'state',
      head: t.accounts.columns.state,
      cell: ({ disabled, mustChangePassword }) => (
        <>
          <Tag tone={disabled ? 'warn' : 'good'}>{disabled ? t.accounts.disabled : t.accounts.active}</Tag>
          {mustChangePassword && <p className="dim">{t.accounts.mustChange}</p>}
        </>
      ),
    },
    {
      id: 'last',
      head: t.accounts.columns.lastSignIn,
      cell: ({ lastSignInAt }) =>
        lastSignInAt === undefined ? <span className="dim">{t.accounts.never}</span> : <Instant at={lastSignInAt} />,
    },
    {
      id: 'actions',
      head: t.accounts.columns.actions,
      cell: (account) => (
        <span className={classes['actions']}>
          <ResetButton account={account} onPassword={onPassword} />
          <DisableButton account={account} />
        </span>
      ),
    },
  ];
  return <DataTable caption={t.accounts.title} columns={columns} rows={accounts} keyOf={({ id }) => id} />;
}

/** Asks the server, says that it is done or why not, and reads the accounts again. */
function useChange<Input, Answer>(
  change: (input: Input) => Promise<Answer>,
  done: (answer: Answer) => string | undefined,
) {
  const text = useText();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (answer) => {
      const message = done(answer);
      if (message !== undefined) notifyDone(message, text);
    },
    onError: (error) => notifyTrouble(error, text),
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: ['accounts'] });
    },
  });
}

function RoleChoice({ account }: { account: Account }): ReactElement {
  const { t } = useText();
  const setRole = useChange(
    (role: Role) => api.accounts.setRole({ params: { accountId: account.id }, body: { role } }),
    ({ name, role }) => t.accounts.roleSet(name, t.words.roles[role]),
  );
  return (
    <NativeSelect
      size="xs"
      className={classes['role']}
      aria-label={t.accounts.roleOf(account.name)}
      value={setRole.isPending ? setRole.variables : account.role}
      data={ROLES.map((value) => ({ value, label: t.words.roles[value] }))}
      onChange={({ currentTarget }) => {
        const role = ROLES.find((each) => each === currentTarget.value);
        if (role !== undefined) setRole.mutate(role);
      }}
    />
  );
}

function DisableButton({ account }: { account: Account }): ReactElement {
  const { t } = useText();
  const params = { accountId: account.id };
  const change = useChange(
    () => (account.disabled ? api.accounts.enable({ params }) : api.accounts.disable({ params })),
    ({ name, disabled }) => (disabled ? t.accounts.disabledNow(name) : t.accounts.enabledNow(name)),
  );
  return (
    <ActionButton size="xs" about={account.name} loading={change.isPending} onClick={() => change.mutate(undefined)}>
      {account.disabled ? t.accounts.enable : t.accounts.disable}
    </ActionButton>
  );
}

function ResetButton({
  account,
  onPassword,
}: { account: Account } & Pick<AccountTableProps, 'onPassword'>): ReactElement {
  const { t } = useText();
  const [isOpen, { open, close }] = useDisclosure(false);
  const reset = useChange(
    () => api.accounts.resetPassword({ params: { accountId: account.id } }),
    (answer) => {
      close();
      onPassword(answer);
      return undefined;
    },
  );
  return (
    <>
      <ActionButton size="xs" about={account.name} onClick={open}>
        {t.accounts.reset}
      </ActionButton>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t.accounts.resetNamed(account.name)}
        closeButtonProps={{ 'aria-label': t.general.close }}
      >
        <p>{t.accounts.resetLead(account.name)}</p>
        <div className={classes['confirm']}>
          <Button variant="default" onClick={close} data-autofocus>
            {t.general.cancel}
          </Button>
          <Button loading={reset.isPending} onClick={() => reset.mutate(undefined)}>
            {t.accounts.reset}
          </Button>
        </div>
      </Modal>
    </>
  );
}
