import type { Settings } from '#contract';

export type Language = Settings['language'];

const STORED_AS = 'mimamori-language';
const DEFAULT: Language = 'ja';

type Listener = () => void;

let chosen: Language | undefined = readChosen();
let ofSite: Language = DEFAULT;
const listeners = new Set<Listener>();

function readChosen(): Language | undefined {
  if (typeof localStorage === 'undefined') return undefined;
  const stored = localStorage.getItem(STORED_AS);
  return stored === 'ja' || stored === 'en' ? stored : undefined;
}

/** The language of this page: what the person chose in this browser, otherwise that of the site. */
export function currentLanguage(): Language {
  return chosen ?? ofSite;
}

export function chosenLanguage(): Language | undefined {
  return chosen;
}

/** `undefined` goes back to the language of the site. */
export function chooseLanguage(language: Language | undefined): void {
  chosen = language;
  if (language === undefined) localStorage.removeItem(STORED_AS);
  else localStorage.setItem(STORED_AS, language);
  announce();
}

export function setSiteLanguage(language: Language): void {
  if (ofSite === language) return;
  ofSite = language;
  announce();
}

export function onLanguage(listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Screen readers choose their voice by it, and browsers their glyphs for shared characters. */
export function applyLanguage(): void {
  document.documentElement.lang = currentLanguage();
}

function announce(): void {
  applyLanguage();
  for (const listener of listeners) listener();
}
