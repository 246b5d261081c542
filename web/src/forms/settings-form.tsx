import type { Settings } from '#contract';
import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { api } from '../api/client.ts';
import { settingsQuery } from '../api/queries.ts';
import { useMay } from '../api/session.ts';
import { setSiteLanguage } from '../text/language.ts';
import { notifyDone } from '../components/notify.tsx';
import { useText } from '../text/text-context.tsx';
import { Trouble } from '../ui/loaded.tsx';
import classes from './form.module.css';

const RETENTION_MOST_DAYS = 36_500;

/** Settings of the site; those who may not change them see them. */
export function SettingsForm({ settings }: { settings: Settings }): ReactElement {
  const text = useText();
  const { t } = text;
  const queryClient = useQueryClient();
  const mayChange = useMay('settings.change');
  const [siteName, setSiteName] = useState(settings.siteName);
  const [language, setLanguage] = useState(settings.language);
  const [retention, setRetention] = useState<number | string>(settings.retentionDays);
  const [wasTried, setWasTried] = useState(false);
  const retentionDays = typeof retention === 'number' ? retention : Number.NaN;
  const isRetentionRight =
    Number.isInteger(retentionDays) && retentionDays >= 0 && retentionDays <= RETENTION_MOST_DAYS;
  const change = useMutation({
    mutationFn: () => api.settings.change({ body: { siteName, language, retentionDays } }),
    onSuccess: (changed) => {
      queryClient.setQueryData(settingsQuery.queryKey, changed);
      setSiteLanguage(changed.language);
      notifyDone(t.general.saved, text);
    },
  });
  return (
    <form
      className={classes['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setWasTried(true);
        if (siteName.trim() !== '' && isRetentionRight) change.mutate();
      }}
    >
      {!mayChange && <p className={classes['hint']}>{t.settings.readOnly}</p>}
      {change.error !== null && <Trouble error={change.error} />}
      <TextInput
        label={t.settings.siteName}
        readOnly={!mayChange}
        value={siteName}
        error={wasTried && siteName.trim() === '' ? t.session.missing : undefined}
        onChange={({ currentTarget }) => setSiteName(currentTarget.value)}
      />
      <NativeSelect
        label={t.settings.language}
        description={t.settings.siteLanguageLead}
        disabled={!mayChange}
        value={language}
        data={[
          { value: 'ja', label: t.general.languages.ja },
          { value: 'en', label: t.general.languages.en },
        ]}
        onChange={({ currentTarget }) => setLanguage(currentTarget.value === 'en' ? 'en' : 'ja')}
      />
      <NumberInput
        label={`${t.settings.retention} (${t.settings.retentionUnit})`}
        description={t.settings.retentionLead}
        readOnly={!mayChange}
        allowDecimal={false}
        allowNegative={false}
        thousandSeparator=","
        hideControls
        value={retention}
        error={wasTried && !isRetentionRight ? t.settings.retentionWrong : undefined}
        onChange={setRetention}
      />
      {mayChange && (
        <div className={classes['actions']}>
          <Button type="submit" loading={change.isPending}>
            {t.general.save}
          </Button>
        </div>
      )}
    </form>
  );
}
