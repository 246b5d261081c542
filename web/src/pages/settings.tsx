import { NativeSelect, type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useSyncExternalStore } from 'react';
import { settingsQuery } from '../api/queries.ts';
import { SettingsForm } from '../forms/settings-form.tsx';
import { chooseLanguage, chosenLanguage, onLanguage } from '../text/language.ts';
import { useText } from '../text/text-context.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import classes from './settings.module.css';

export function SettingsPage(): ReactElement {
  const { t } = useText();
  const query = useQuery(settingsQuery);
  return (
    <Page title={t.settings.title}>
      <div className={classes['columns']}>
        <Panel title={t.settings.site} lead={t.settings.siteLead}>
          <Loaded query={query}>{(settings) => <SettingsForm key={settings.language} settings={settings} />}</Loaded>
        </Panel>
        <Panel title={t.settings.mine} lead={t.settings.mineLead}>
          <MySettings />
        </Panel>
      </div>
    </Page>
  );
}

const SCHEMES: readonly MantineColorScheme[] = ['auto', 'light', 'dark'];

function MySettings(): ReactElement {
  const { t } = useText();
  const queryClient = useQueryClient();
  const chosen = useSyncExternalStore(onLanguage, chosenLanguage, chosenLanguage);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={classes['mine']}>
      <NativeSelect
        label={t.settings.language}
        value={chosen ?? ''}
        data={[
          { value: '', label: t.settings.languageOfSite },
          { value: 'ja', label: t.general.languages.ja },
          { value: 'en', label: t.general.languages.en },
        ]}
        onChange={({ currentTarget: { value } }) => {
          chooseLanguage(value === 'ja' || value === 'en' ? value : undefined);
          void queryClient.invalidateQueries();
        }}
      />
      <NativeSelect
        label={t.general.colours}
        value={colorScheme}
        data={SCHEMES.map((value) => ({ value, label: t.general.colourSchemes[value] }))}
        onChange={({ currentTarget: { value } }) => setColorScheme(SCHEMES.find((each) => each === value) ?? 'auto')}
      />
      <div>
        <p>{t.settings.password}</p>
        <Link to="/new-password" search={{}}>
          {t.general.changePassword}
        </Link>
      </div>
    </div>
  );
}
