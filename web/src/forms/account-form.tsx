import { type AnswerOf, type API, type Role, ROLES } from '#contract';
import { Button, Radio, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { api } from '../api/client.ts';
import { useText } from '../text/text-context.tsx';
import { Trouble } from '../ui/loaded.tsx';
import classes from './form.module.css';

export type FirstPassword = AnswerOf<typeof API.accounts.create>;

interface AccountFormProps {
  readonly onCreated: (created: FirstPassword) => void;
  readonly onCancel: () => void;
}

export function AccountForm({ onCreated, onCancel }: AccountFormProps): ReactElement {
  const { t } = useText();
  const queryClient = useQueryClient();
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [wasTried, setWasTried] = useState(false);
  const create = useMutation({
    mutationFn: () => api.accounts.create({ body: { login, name, role } }),
    onSuccess: async (created) => {
      onCreated(created);
      await queryClient.invalidateQueries({ queryKey: ['accounts'] });
    },
  });
  const missing = (value: string): string | undefined =>
    wasTried && value.trim() === '' ? t.session.missing : undefined;
  return (
    <form
      className={classes['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setWasTried(true);
        if (login.trim() !== '' && name.trim() !== '') create.mutate();
      }}
    >
      <p className={classes['hint']}>{t.accounts.createLead}</p>
      {create.error !== null && <Trouble error={create.error} />}
      <TextInput
        label={t.accounts.login}
        description={t.accounts.loginHint}
        autoCapitalize="none"
        data-autofocus
        value={login}
        error={missing(login)}
        onChange={({ currentTarget }) => setLogin(currentTarget.value)}
      />
      <TextInput
        label={t.accounts.name}
        value={name}
        error={missing(name)}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <Radio.Group
        label={t.accounts.role}
        value={role}
        onChange={(value) => setRole(ROLES.find((each) => each === value) ?? role)}
      >
        {ROLES.map((each) => (
          <Radio
            key={each}
            value={each}
            mt={8}
            label={t.words.roles[each]}
            description={t.words.roleExplanations[each]}
          />
        ))}
      </Radio.Group>
      <div className={classes['actions']}>
        <Button variant="default" onClick={onCancel}>
          {t.general.cancel}
        </Button>
        <Button type="submit" loading={create.isPending}>
          {t.accounts.create}
        </Button>
      </div>
    </form>
  );
}
