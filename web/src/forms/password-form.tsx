import { PASSWORD_LEAST_CHARACTERS } from '#contract';
import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { api } from '../api/client.ts';
import { useText } from '../text/text-context.tsx';
import { Trouble } from '../ui/loaded.tsx';
import classes from './form.module.css';

export function PasswordForm({ onChanged }: { onChanged: () => void }): ReactElement {
  const { t } = useText();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [wasTried, setWasTried] = useState(false);
  const change = useMutation({
    mutationFn: () => api.session.changePassword({ body: { current, next } }),
    onSuccess: onChanged,
  });
  const isTooShort = next.length < PASSWORD_LEAST_CHARACTERS;
  const differs = next !== again;
  return (
    <form
      className={classes['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setWasTried(true);
        if (current !== '' && !isTooShort && !differs) change.mutate();
      }}
    >
      {change.error !== null && <Trouble error={change.error} />}
      <PasswordInput
        label={t.session.current}
        autoComplete="current-password"
        value={current}
        error={wasTried && current === '' ? t.session.missing : undefined}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <PasswordInput
        label={t.session.next}
        autoComplete="new-password"
        description={t.session.least(PASSWORD_LEAST_CHARACTERS)}
        value={next}
        error={wasTried && isTooShort ? t.session.least(PASSWORD_LEAST_CHARACTERS) : undefined}
        onChange={(event) => setNext(event.currentTarget.value)}
      />
      <PasswordInput
        label={t.session.again}
        autoComplete="new-password"
        value={again}
        error={wasTried && differs ? t.session.differ : undefined}
        onChange={(event) => setAgain(event.currentTarget.value)}
      />
      <div className={classes['actions']}>
        <Button type="submit" loading={change.isPending}>
          {t.session.change}
        </Button>
      </div>
    </form>
  );
}
