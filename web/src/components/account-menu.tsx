import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { api } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import { useSession } from '../api/session.ts';
import { chooseLanguage } from '../text/language.ts';
import { useText } from '../text/text-context.tsx';
import { Hidden } from '../ui/hidden.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import classes from './account-menu.module.css';

const SCHEMES: readonly (readonly ['light' | 'dark' | 'auto', IconName])[] = [
  ['light', 'sun'],
  ['dark', 'moon'],
  ['auto', 'screen'],
];

export function AccountMenu(): ReactElement | null {
  const { t, language } = useText();
  const session = useSession();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useMutation({
    mutationFn: () => api.session.signOut(),
    onSettled: async () => {
      // Nothing of this person may be left for the next one on the same computer.
      queryClient.clear();
      queryClient.setQueryData(sessionQuery.queryKey, null);
      await navigate({ to: '/sign-in', search: {} });
    },
  });
  if (session === undefined) return null;
  const { account } = session;
  return (
    <Menu position="right-end" width={230} withinPortal>
      <Menu.Target>
        <UnstyledButton className={classes['target']}>
          <Icon name="person" size={20} />
          <Hidden>{t.general.account}: </Hidden>
          <span className={classes['names']}>
            <span className={classes['name']}>{account.name}</span>
            <span className={classes['role']}>{t.words.roles[account.role]}</span>
          </span>
          <Icon name="updown" size={14} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t.general.language}</Menu.Label>
        {(['ja', 'en'] as const).map((each) => (
          <Menu.Item
            key={each}
            role="menuitemradio"
            aria-checked={language === each}
            lang={each}
            leftSection={<Icon name={language === each ? 'check' : 'globe'} size={15} />}
            onClick={() => {
              chooseLanguage(each);
              // Answers carry texts too: refusals, above all.
              void queryClient.invalidateQueries();
            }}
          >
            {t.general.languages[each]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t.general.colours}</Menu.Label>
        {SCHEMES.map(([scheme, icon]) => (
          <Menu.Item
            key={scheme}
            role="menuitemradio"
            aria-checked={colorScheme === scheme}
            leftSection={<Icon name={colorScheme === scheme ? 'check' : icon} size={15} />}
            onClick={() => setColorScheme(scheme)}
          >
            {t.general.colourSchemes[scheme]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<Icon name="key" size={15} />}
          onClick={() => void navigate({ to: '/new-password', search: {} })}
        >
          {t.general.changePassword}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="leave" size={15} />} onClick={() => signOut.mutate()}>
          {t.general.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
