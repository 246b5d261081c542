import { createContext, type ReactElement, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react';
import { en, type Messages } from './en/index.ts';
import { createFormats, type Formats } from './formats.ts';
import { ja } from './ja/index.ts';
import { currentLanguage, type Language, onLanguage } from './language.ts';

export interface Text {
  readonly language: Language;
  readonly t: Messages;
  readonly f: Formats;
}

const CATALOGUES: Readonly<Record<Language, Messages>> = { ja, en };

export function textIn(language: Language, zone?: string): Text {
  return { language, t: CATALOGUES[language], f: createFormats(language, zone) };
}

const TextContext = createContext<Text | undefined>(undefined);

/** `fixed` is for what is drawn without a browser. */
export function TextProvider({ children, fixed }: { children: ReactNode; fixed?: Text }): ReactElement {
  const language = useSyncExternalStore(onLanguage, currentLanguage, currentLanguage);
  const text = useMemo(() => fixed ?? textIn(language), [fixed, language]);
  return <TextContext value={text}>{children}</TextContext>;
}

export function useText(): Text {
  const text = useContext(TextContext);
  if (text === undefined) throw new Error('useText outside of TextProvider');
  return text;
}
