import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig, StartRefused, VARIABLES } from './config.ts';

describe('the configuration', () => {
  test('needs nothing: loopback, an embedded database in the checkout', () => {
    const config = readConfig({ HOME: '/root' });
    expect(config).toMatchObject({ host: '127.0.0.1', port: 4180, uploadMostBytes: 2 ** 31, logLevel: 'info' });
    expect(config.dataFolder).toMatch(/\.data\/site$/);
    expect(config.place).toEqual({ folder: config.dataFolder });
    expect(config).not.toHaveProperty('tls');
  });

  test('comes from the environment, and the command line goes before it', () => {
    const environment = {
      MIMAMORI_DATA: '/var/lib/mimamori',
      MIMAMORI_DATABASE: 'postgres://mimamori:secret@db/mimamori',
      MIMAMORI_PORT: '8080',
      MIMAMORI_ORIGIN: 'https://mimamori.hospital.example/',
      MIMAMORI_TRUSTED_PROXIES: '10.0.0.1, fd00::/64',
      MIMAMORI_HOST: '0.0.0.0',
      MIMAMORI_LOG_LEVEL: 'warn',
      MIMAMORI_CAPTURE_FOLDER: '/captures',
    };
    expect(readConfig(environment)).toEqual({
      dataFolder: '/var/lib/mimamori',
      place: { url: 'postgres://mimamori:secret@db/mimamori' },
      host: '0.0.0.0',
      port: 8080,
      origin: 'https://mimamori.hospital.example',
      trustedProxies: ['10.0.0.1', 'fd00::/64'],
      captureFolder: '/captures',
      uploadMostBytes: 2 ** 31,
      logLevel: 'warn',
    });
    expect(readConfig(environment, { data: '/d', port: '0', host: '127.0.0.1' })).toMatchObject({
      dataFolder: '/d',
      port: 0,
      host: '127.0.0.1',
    });
    expect(readConfig({ MIMAMORI_PORT: ' ', MIMAMORI_ORIGIN: '' })).toMatchObject({ port: 4180 });
  });

  test('takes a certificate with its key', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mimamori-test-'));
    const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    writeFileSync(certificate, 'CERT');
    writeFileSync(key, 'KEY');
    const environment = { MIMAMORI_TLS_CERTIFICATE: certificate, MIMAMORI_TLS_KEY: key, MIMAMORI_HOST: '::' };
    expect(readConfig(environment).tls).toEqual({ cert: 'CERT', key: 'KEY' });
    rmSync(folder, { recursive: true });
  });

  test.each<[Readonly<Record<string, string>>, RegExp]>([
    [{ MIMAMORI_HOST: '0.0.0.0' }, /passwords would cross it in clear.*平文/],
    [{ MIMAMORI_HOST: '0.0.0.0', MIMAMORI_ORIGIN: 'http://mimamori.example' }, /in clear/],
    [{ MIMAMORI_PORT: 'http' }, /MIMAMORI_PORT.*"http"/],
    [{ MIMAMORI_PORT: '65536' }, /0 to 65535/],
    [{ MIMAMORI_UPLOAD_MOST_BYTES: '0' }, /MIMAMORI_UPLOAD_MOST_BYTES/],
    [{ MIMAMORI_ORIGIN: 'mimamori.example' }, /MIMAMORI_ORIGIN/],
    [{ MIMAMORI_ORIGIN: 'https://mimamori.example/app' }, /MIMAMORI_ORIGIN/],
    [{ MIMAMORI_TLS_KEY: '/key.pem' }, /go together/],
    [{ MIMAMORI_TLS_KEY: '/nowhere/key', MIMAMORI_TLS_CERTIFICATE: '/nowhere/cert' }, /cannot be read/],
    [{ MIMAMORI_TRUSTED_PROXIES: 'proxy.example' }, /must name addresses/],
    [{ MIMAMORI_LOG_LEVEL: 'verbose' }, /one of silent/],
    [{ MIMAMORI_PROT: '1' }, /MIMAMORI_PROT is no setting/],
    [{ MIMAMORI_DATABASE: 'mysql://u:hidden@db/x' }, /postgres:\/\//],
  ])('%o is refused with the reason', (environment, reason) => {
    expect(() => readConfig(environment)).toThrow(StartRefused);
    expect(() => readConfig(environment)).toThrow(reason);
    expect(() => readConfig(environment)).not.toThrow(/hidden/);
  });

  test('is described variable by variable', () => {
    const reference = readFileSync(new URL('../../docs/reference/configuration.md', import.meta.url), 'utf8');
    for (const [name, meaning] of Object.entries(VARIABLES))
      expect(reference).toContain(`| \`${name}\` | ${meaning} |`);
    const named = [...reference.matchAll(/\bMIMAMORI_[A-Z_]+/g)].map(([name]) => name);
    expect(named.filter((name) => !(name in VARIABLES))).toEqual([]);
  });
});
