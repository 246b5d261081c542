import { fileURLToPath } from 'node:url';
import type { Finding, PlaceOptions } from '#cli';
import { systemClock } from '../clock.ts';
import { type Config, readConfig, StartRefused } from '../config.ts';
import { examineData } from './data.ts';
import { bad, ok } from './finding.ts';
import { keptCapturesKeyFinding } from './kept-captures-key.ts';
import { clockFinding, nodeFinding, tcpdumpFinding, webFinding } from './machine.ts';
import { captureFolderFinding, tlsFinding } from './settings.ts';

const WEB_APP = fileURLToPath(new URL('../../../web/dist', import.meta.url));

/** What is right and wrong with this installation. Changes nothing. */
export async function doctor(given: PlaceOptions): Promise<Finding[]> {
  const nowUs = systemClock().nowUs();
  const machine = [
    nodeFinding(process.versions.node),
    webFinding(WEB_APP),
    await tcpdumpFinding(),
    clockFinding(nowUs),
  ];
  const config = configOf(given);
  if ('verdict' in config) return [...machine, config];
  return [
    ...machine,
    ok('settings', 'can be understood', '設定を読み取れます'),
    tlsFinding(config, nowUs),
    captureFolderFinding(config.captureFolder),
    await keptCapturesKeyFinding(config),
    ...(await examineData(config, nowUs)),
  ];
}

function configOf(given: PlaceOptions): Config | Finding {
  try {
    return readConfig(process.env, given);
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error;
    const todo = [
      'correct it: docs/reference/configuration.md',
      'docs/reference/configuration.md を見て直してください',
    ] as const;
    return bad('problem', 'settings', [error.en, error.ja], todo);
  }
}
