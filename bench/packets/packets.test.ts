import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wirePorts } from '#connect';
import { Engine } from '#wire';
import { feed } from '../../tests/rehearsal.ts';
import { optionsOf } from '../captures/flags.ts';
import { makeCapture } from '../captures/make.ts';
import { FLOORS, judge } from './floors.ts';
import { flowsOf } from './flows-of.ts';
import { median } from './measure.ts';
import { parseOptions } from './options.ts';
import { table } from './report.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mimamori-bench-test-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the number of flows in a capture', () => {
  it.each(['sample', 'churn'] as const)('of %s is what the engine keeps when it keeps all', (kind) => {
    const out = join(folder, 'flows.pcap');
    makeCapture(optionsOf(kind, { out, flows: 900, hosts: 100 }));
    const engine = new Engine({ ports: wirePorts(), seed: 7, expiry: false });
    engine.beginCapture();
    feed(engine, readFileSync(out));
    expect(flowsOf(out)).toBe(engine.liveFlows);
    expect(engine.liveFlows).toBeGreaterThan(500);
  });
});

describe('floors', () => {
  it.each([
    [41, 'aim reached'],
    [40, 'aim reached'],
    [20, 'passed'],
    [19.9, 'FAILED'],
    [undefined, 'not measured'],
  ])('%s times less CPU than tshark: %s', (value, verdict) => {
    expect(judge(FLOORS.tsharkMq, value).verdict).toBe(verdict);
  });

  it.each([
    [119, 'aim reached'],
    [160, 'passed'],
    [161, 'FAILED'],
  ])('%s bytes a flow: %s', (value, verdict) => {
    expect(judge(FLOORS.flowBytes, value).verdict).toBe(verdict);
  });
});

describe('what is printed', () => {
  it('has columns of one width', () => {
    expect(
      table([
        ['', 'CPU s'],
        ['tshark', '37.6'],
      ]),
    ).toBe('        CPU s\ntshark   37.6\n');
  });

  it('is the value in the middle', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  });
});

describe('options', () => {
  it('are the parts with floors when nothing is said', () => {
    expect(parseOptions([])).toMatchObject({ parts: ['mq', 'mixed', 'memory', 'start'], rounds: 3, scale: 1 });
  });

  it.each([[['--only', 'mq,mxed']], [['--rounds', '0']], [['--scale', '0']], [['--scale', 'x']], [['--what']]])(
    'refuse %j',
    (args) => {
      expect(() => parseOptions(args)).toThrow(/wants|Unknown/);
    },
  );
});
