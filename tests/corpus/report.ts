import type { Check } from './checks.ts';
import type { FileResult } from './examine.ts';
import type { Family } from './family.ts';
import type { MissRow } from './misses.ts';
import { type FamilyScore, type Score, percent, ratio, reachesTarget, recall } from './score.ts';

const HEAD = `# Accuracy

Made by \`npm run corpus\`; do not edit. The command reads every capture of the collection, each in a process of its own,
and compares what \`bin/mimamori inspect --json --facts\` says with the truth file of the capture.

- **expected**: distinct values (attribute, value, host) that the truth gives. **found**: those that are said, about that
  host. Differences of spelling are no misses: case, trailing dots, white space, colons in hashes, a value that the truth
  cut at 200 characters.
- **said**: distinct values (attribute, value) in the facts. **wrong**: those that the truth lacks, unless they stand with
  frame and reason in \`tests/corpus/extra.tsv\`: looked at one by one (**looked at**), or found by a second reading, which
  with code of its own reads the value in the bytes that the fact names as its source, or computes it anew from them
  (**read twice**). **explained**: read twice as well, and it is known why the truth lacks the value. **unjudged**: an
  exclusion says that the truth cannot judge it.
- **excluded**: values of the truth that \`tests/corpus/exclusions.tsv\` takes out, each with its reason.
- Targets: recall of at least 98.0 % (a family below 50 values may miss one), at most 1 % of the values said wrong.
`;

const cell = (value: string) => value.replace(/\|/g, '\\|');
const row = (...cells: readonly (string | number)[]) => `| ${cells.map((each) => cell(String(each))).join(' | ')} |`;

function table(header: readonly string[], rows: readonly string[]): readonly string[] {
  const numbers = header.map((name, at) => (at === 0 || name === 'notes' ? '---' : '---:'));
  return [row(...header), `| ${numbers.join(' | ')} |`, ...rows];
}

function familyRow(family: Family, score: FamilyScore): string {
  const share = score.expected === 0 ? '–' : percent(recall(score));
  const notes = [reachesTarget(score) ? '' : '**below the target**', family.note].filter((note) => note !== '');
  return row(
    family.id,
    score.expected,
    score.found,
    share,
    score.said,
    score.wrong,
    score.extras,
    score.confirmed,
    score.explained,
    score.unjudged,
    score.excluded,
    notes.join('; '),
  );
}

function total(scores: readonly FamilyScore[]): string {
  const sum = (of: (score: FamilyScore) => number) => scores.reduce((sofar, score) => sofar + of(score), 0);
  const expected = sum((score) => score.expected);
  const found = sum((score) => score.found);
  return row(
    'all',
    expected,
    found,
    percent(ratio(found, expected)),
    sum((score) => score.said),
    sum((score) => score.wrong),
    sum((score) => score.extras),
    sum((score) => score.confirmed),
    sum((score) => score.explained),
    sum((score) => score.unjudged),
    sum((score) => score.excluded),
    '',
  );
}

function causes(misses: readonly MissRow[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const miss of misses) {
    const key = `${miss.family}\0${miss.cause === '?' ? 'not known yet' : miss.cause}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .map(([key, count]) => ({ family: key.split('\0')[0] ?? '', cause: key.split('\0')[1] ?? '', count }))
    .sort((left, right) => right.count - left.count || left.family.localeCompare(right.family))
    .map(({ family, cause, count }) => row(family, count, cause));
}

/** How often each reason is given. */
function counted(reasons: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => row(reason, count));
}

/** The text of docs/reference/accuracy.md. The same results give the same text. */
export function accuracyPage(
  families: readonly Family[],
  unscored: Readonly<Record<string, string>>,
  results: readonly FileResult[],
  score: Score,
  checks: readonly Check[],
  misses: readonly MissRow[],
  exclusionReasons: readonly string[],
): string {
  const scored = families.flatMap((family) => {
    const each = score.families[family.id];
    return each === undefined ? [] : [{ family, each }];
  });
  const rules = checks.filter((check) => !check.name.startsWith('family '));
  const gaps = results.flatMap((result) => [...result.families.values()].flatMap((family) => family.explained));
  const disagreements = results.flatMap((result) => result.labels?.disagreements ?? []);
  const lines = [
    HEAD,
    `## Values by family (${score.files} captures)`,
    '',
    ...table(
      [
        'family',
        'expected',
        'found',
        'recall',
        'said',
        'wrong',
        'looked at',
        'read twice',
        'explained',
        'unjudged',
        'excluded',
        'notes',
      ],
      [...scored.map(({ family, each }) => familyRow(family, each)), total(scored.map(({ each }) => each))],
    ),
    '',
    '## Rules about all captures',
    '',
    ...table(
      ['rule', 'result', 'notes'],
      rules.map((check) => row(check.name, check.passed ? 'holds' : '**does not hold**', check.detail)),
    ),
    '',
    '## Misses by cause',
    '',
    'Each single one stands in `tests/corpus/misses.tsv`.',
    '',
    ...table(['family', 'values', 'notes'], causes(misses)),
    '',
    '## Where nDPI says otherwise',
    '',
    ...table(
      ['capture', 'notes'],
      disagreements.map((each) => row(each.file, `${each.flow}: nDPI ${each.label}, said ${each.said}`)),
    ),
    '',
    '## Why the truth lacks values that are explained',
    '',
    ...table(['reason', 'values'], counted(gaps)),
    '',
    '## Excluded from the truth',
    '',
    ...table(['reason', 'rows'], counted(exclusionReasons)),
    '',
    '## Lists of the truth that are not scored',
    '',
    ...table(
      ['list', 'notes'],
      Object.entries(unscored).map(([key, reason]) => row(key, reason)),
    ),
    '',
  ];
  return lines.join('\n');
}
