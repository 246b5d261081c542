import { SegmentedControl } from '@mantine/core';
import type { ReactElement } from 'react';
import { chooseLanguage, type Language } from '../text/language.ts';
import { useText } from '../text/text-context.tsx';

export function LanguageSwitch(): ReactElement {
  const { t, language } = useText();
  return (
    <SegmentedControl<Language>
      size="xs"
      aria-label={t.general.language}
      value={language}
      onChange={chooseLanguage}
      data={[
        { value: 'ja', label: <span lang="ja">{t.general.languages.ja}</span> },
        { value: 'en', label: <span lang="en">{t.general.languages.en}</span> },
      ]}
    />
  );
}
