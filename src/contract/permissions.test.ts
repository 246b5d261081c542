import { expect, test } from 'vitest';
import { mayUse, PERMISSIONS, PERMISSIONS_OF, ROLES } from './permissions.ts';

test('the table, row by row', () => {
  expect(PERMISSIONS_OF).toEqual({
    administrator: PERMISSIONS,
    editor: [
      'devices.read',
      'captures.read',
      'settings.read',
      'devices.correct',
      'captures.add',
      'approvals.read',
      'approvals.request',
      'approvals.decide',
    ],
    viewer: ['devices.read', 'captures.read', 'settings.read'],
  });
});

test('nobody may do nothing but what is public', () => {
  expect(mayUse('public', undefined)).toBe(true);
  expect(mayUse('signed-in', undefined)).toBe(false);
  for (const permission of PERMISSIONS) expect(mayUse(permission, undefined)).toBe(false);
});

test('a role may use what the table gives it, and nothing else', () => {
  for (const role of ROLES) {
    expect(mayUse('signed-in', role)).toBe(true);
    for (const permission of PERMISSIONS) {
      expect(mayUse(permission, role)).toBe(PERMISSIONS_OF[role].includes(permission));
    }
  }
});
