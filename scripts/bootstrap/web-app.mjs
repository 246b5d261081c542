/** Builds the web app when what it is made of has changed. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { CACHE, ROOT } from './places.mjs';
import { capture, environment } from './programs.mjs';
import { elapsed, Problem, say } from './report.mjs';

/** Where the sources of the web app are; it sees the contract and what the contract is made of. */
const WEB_SOURCES = ['web', 'src/contract', 'src/kernel', 'package-lock.json'];
const NO_SOURCE = /^(?:dist|node_modules|\..*|.*\.test\.tsx?)$/;

export async function buildWebApp(node) {
  if (!existsSync(join(ROOT, 'web', 'index.html'))) {
    throw new Problem(
      ['the sources of the web app are missing', join(ROOT, 'web', 'index.html'), 'check out the project completely'],
      ['Web画面のソースがありません', join(ROOT, 'web', 'index.html'), 'プロジェクト全体をチェックアウトしてください'],
    );
  }
  const built = join(ROOT, 'web', 'dist', 'index.html');
  const stamp = join(CACHE, 'web-built-from');
  const fresh = () => existsSync(built) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();
  if (fresh()) return;
  await withLock(join(CACHE, 'web.lock'), async () => {
    if (fresh()) return;
    const seconds = elapsed();
    // Taken before the build: a source that changes meanwhile must lead to another one.
    const builtFrom = fingerprint();
    say('building the web app / Web画面をビルドしています');
    const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
    const { code, output } = await capture(node, [vite, 'build'], join(ROOT, 'web'), environment(node));
    if (code !== 0) {
      process.stderr.write(output);
      throw new Problem(
        [`the web app could not be built (${code})`, join(ROOT, 'web'), 'correct what is named above'],
        [`Web画面をビルドできませんでした (${code})`, join(ROOT, 'web'), '上に表示された箇所を直してください'],
      );
    }
    writeFileSync(stamp, builtFrom);
    say(`built the web app in ${seconds()} s`);
  });
}

/** Names, sizes and times of the sources: also notices a file that is gone, which a newest time would not. */
function fingerprint() {
  const lines = [];
  const visit = (path) => {
    const stat = statSync(join(ROOT, path), { throwIfNoEntry: false });
    if (stat === undefined) return;
    if (!stat.isDirectory()) {
      lines.push(`${path} ${stat.size} ${stat.mtimeMs}`);
      return;
    }
    for (const name of readdirSync(join(ROOT, path)).sort()) if (!NO_SOURCE.test(name)) visit(`${path}/${name}`);
  };
  for (const source of WEB_SOURCES) visit(source);
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
