import { describe, expect, it } from 'vitest';
import { refuseForeignOrigin } from './origin.ts';

const OWN = 'https://mimamori.example';

describe('the origin of a request', () => {
  it.each([
    [{ origin: 'http://127.0.0.1:4180', fetchSite: 'same-origin', host: '127.0.0.1:4180' }, undefined],
    [{ origin: OWN, fetchSite: 'same-origin', host: 'backend:4180' }, OWN],
    [{ origin: undefined, fetchSite: undefined, host: '127.0.0.1:4180' }, undefined],
    [{ origin: undefined, fetchSite: 'none', host: '127.0.0.1:4180' }, undefined],
  ])('passes: %o', (request, own) => {
    expect(() => refuseForeignOrigin(request, own)).not.toThrow();
  });

  it.each([
    [{ origin: 'https://evil.example', fetchSite: undefined, host: '127.0.0.1:4180' }, undefined],
    [{ origin: 'null', fetchSite: undefined, host: '127.0.0.1:4180' }, undefined],
    [{ origin: undefined, fetchSite: 'cross-site', host: '127.0.0.1:4180' }, undefined],
    [{ origin: undefined, fetchSite: 'same-site', host: '127.0.0.1:4180' }, undefined],
    [{ origin: 'http://127.0.0.1:4181', fetchSite: undefined, host: '127.0.0.1:4180' }, undefined],
    [{ origin: 'http://mimamori.example', fetchSite: 'same-origin', host: 'mimamori.example' }, OWN],
  ])('is refused: %o', (request, own) => {
    expect(() => refuseForeignOrigin(request, own)).toThrow('origin-refused');
  });
});
