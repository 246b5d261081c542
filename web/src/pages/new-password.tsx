import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { type ReactElement, useEffect } from 'react';
import { sessionQuery } from '../api/queries.ts';
import { useSession } from '../api/session.ts';
import { Door } from '../components/door.tsx';
import { PasswordForm } from '../forms/password-form.tsx';
import { notifyDone } from '../components/notify.tsx';
import { useText } from '../text/text-context.tsx';

const route = getRouteApi('/new-password');

export function NewPasswordPage(): ReactElement {
  const text = useText();
  const { t } = text;
  const { next } = route.useSearch();
  const { history } = useRouter();
  const queryClient = useQueryClient();
  const isRequired = useSession()?.account.mustChangePassword === true;
  useEffect(() => {
    document.title = `${t.session.changeTitle} – ${t.general.app}`;
  }, [t]);
  return (
    <Door>
      <h1>{t.session.changeTitle}</h1>
      {isRequired && <p style={{ marginBlockEnd: 14 }}>{t.session.changeRequired}</p>}
      <PasswordForm
        onChanged={() => {
          notifyDone(t.session.changed, text);
          void queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 }).then(() => history.push(next ?? '/'));
        }}
      />
      {!isRequired && (
        <p>
          <Link to="/">{t.general.cancel}</Link>
        </p>
      )}
    </Door>
  );
}
