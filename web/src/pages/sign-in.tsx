import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router';
import { type ReactElement, useEffect } from 'react';
import { Door } from '../components/door.tsx';
import { SignInForm } from '../forms/sign-in-form.tsx';
import { useText } from '../text/text-context.tsx';

const route = getRouteApi('/sign-in');

export function SignInPage(): ReactElement {
  const { t } = useText();
  const { next } = route.useSearch();
  const navigate = useNavigate();
  const { history } = useRouter();
  useEffect(() => {
    document.title = `${t.session.title} – ${t.general.app}`;
  }, [t]);
  return (
    <Door>
      <h1>{t.session.title}</h1>
      <SignInForm
        onSignedIn={({ account }) => {
          if (account.mustChangePassword) void navigate({ to: '/new-password', search: { next } });
          else history.push(next ?? '/');
        }}
      />
    </Door>
  );
}
