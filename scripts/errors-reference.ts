import { STATUS_OF } from '#contract';
import { type ErrorCode, ERRORS } from '#kernel';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** The text of docs/reference/errors.md: every code with its texts, as the code declares them. */
export function errorsReference(): string {
  const codes = (Object.keys(ERRORS) as ErrorCode[]).toSorted();
  const rows = codes.map((code) => {
    const { en, ja } = ERRORS[code];
    return `| \`${code}\` | ${STATUS_OF[code]} | ${cell(`${en.what} ${en.remedy}`)} | ${cell(`${ja.what}${ja.remedy}`)} |`;
  });
  return [
    '# Errors',
    '',
    'Made by `npm run reference` from the code; a test fails when it is not current. Words in braces are filled in. Codes are never used again for something else.',
    '',
    '## Where they are met',
    '',
    'The server answers with `application/problem+json` (RFC 9457): `code`, `title` (what is wrong), `detail` (what to do), `fields` (where, for a request that was refused) and `details` (what was filled in), in Japanese or English as `Accept-Language` asks. Captures and sensors carry the code of what ended them.',
    '',
    'The command line prints `mimamori COMMAND: code: what is wrong and what to do`, in both languages, on standard error.',
    '',
    '| exit code of a command | meaning |',
    '| --- | --- |',
    '| 0 | done |',
    '| 1 | done, and something was found that needs attention |',
    '| 2 | wrong usage; the text says how it is used |',
    '| 3 | failed |',
    '',
    'What is wrong with bytes on the wire is never one of these errors but an anomaly of its capture: `docs/reference/inspect.md`.',
    '',
    '## Codes',
    '',
    '| code | HTTP | English | 日本語 |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
