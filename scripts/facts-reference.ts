import { type Dissector, FACT_KINDS } from '#wire';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** The text of docs/reference/facts.md: every kind, every dissector, every attribute, as the code declares them. */
export function factsReference(dissectors: readonly Dissector[]): string {
  const kinds = Object.entries(FACT_KINDS).map(([kind, about]) => `| \`${kind}\` | ${cell(about)} |`);
  const protocols = dissectors
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, title, source, unproven }) => {
      const proof = unproven === true ? 'published descriptions and our own vectors only' : 'real captures';
      return `| \`${id}\` | ${cell(title)} | ${cell(source)} | ${proof} |`;
    });
  const attributes = new Map(
    dissectors.flatMap(({ attributes: of }) =>
      Object.values(of).map((attribute) => [attribute.id, attribute] as const),
    ),
  );
  const rows = [...attributes.values()]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, kind, about }) => `| \`${id}\` | \`${kind}\` | ${cell(about)} |`);
  return [
    '# Facts',
    '',
    'Made by `npm run reference` from the code; a test fails when it is not current.',
    '',
    'A fact is one distinct (subject, attribute, value). Inventory reads only the kind; the attribute is open and belongs to one family of dissectors. The subject is the host that the value describes.',
    '',
    '## Kinds',
    '',
    '| kind | says |',
    '| --- | --- |',
    ...kinds,
    '',
    '## Protocols',
    '',
    '| id | protocol | written from | checked against |',
    '| --- | --- | --- | --- |',
    ...protocols,
    '',
    '## Attributes',
    '',
    '| attribute | kind | what it is |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
