import type { Language } from '#kernel';

const LANGUAGES: readonly Language[] = ['ja', 'en'];
const DEFAULT: Language = 'ja';

/** The language that an Accept-Language header prefers (RFC 9110 §12.5.4); Japanese when it names neither of ours. */
export function languageOf(header: string | undefined): Language {
  let best: { language: Language; quality: number } | undefined;
  for (const range of (header ?? '').split(',')) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const language = LANGUAGES.find((each) => tag === each || tag.startsWith(`${each}-`));
    const quality = qualityOf(parameters);
    if (language !== undefined && quality > (best?.quality ?? 0)) best = { language, quality };
  }
  return best?.language ?? DEFAULT;
}

function qualityOf(parameters: readonly string[]): number {
  const given = parameters.find((each) => each.startsWith('q='));
  if (given === undefined) return 1;
  const quality = Number(given.slice(2));
  return Number.isFinite(quality) ? Math.min(1, Math.max(0, quality)) : 0;
}
