import type { Session } from '#contract';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { api } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import { useText } from '../text/text-context.tsx';
import { Trouble } from '../ui/loaded.tsx';
import classes from './form.module.css';

export function SignInForm({ onSignedIn }: { onSignedIn: (session: Session) => void }): ReactElement {
  const { t } = useText();
  const queryClient = useQueryClient();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => api.session.signIn({ body: { login, password } }),
    onSuccess: (session) => {
      queryClient.setQueryData(sessionQuery.queryKey, session);
      onSignedIn(session);
    },
  });
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate();
      }}
    >
      {signIn.error !== null && <Trouble error={signIn.error} />}
      <TextInput
        label={t.session.login}
        autoComplete="username"
        autoCapitalize="none"
        required
        withAsterisk={false}
        value={login}
        onChange={(event) => setLogin(event.currentTarget.value)}
      />
      <PasswordInput
        label={t.session.password}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" loading={signIn.isPending} fullWidth mt={4}>
        {t.session.signIn}
      </Button>
      <p className={classes['hint']}>{t.session.firstRun}</p>
    </form>
  );
}
