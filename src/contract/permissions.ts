/** What a person may do. An operation names exactly one; a role is a set of them. */
export const PERMISSIONS = [
  'devices.read',
  'devices.correct',
  'captures.read',
  'captures.add',
  'captures.keep',
  'captures.open',
  'sensors.control',
  'accounts.manage',
  'audit.read',
  'approvals.read',
  'approvals.request',
  'approvals.decide',
  'settings.read',
  'settings.change',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ['administrator', 'editor', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const VIEWER: readonly Permission[] = ['devices.read', 'captures.read', 'settings.read'];
const EDITOR: readonly Permission[] = [
  ...VIEWER,
  'devices.correct',
  'captures.add',
  'approvals.read',
  'approvals.request',
  'approvals.decide',
];

/** The whole table. What is not listed is denied. */
export const PERMISSIONS_OF: Readonly<Record<Role, readonly Permission[]>> = {
  administrator: PERMISSIONS,
  editor: EDITOR,
  viewer: VIEWER,
};

/** `public` needs nobody, `signed-in` anybody; everything else is a line of the table. */
export type Access = Permission | 'public' | 'signed-in';

export function mayUse(access: Access, role: Role | undefined): boolean {
  if (access === 'public') return true;
  if (role === undefined) return false;
  return access === 'signed-in' || PERMISSIONS_OF[role].includes(access);
}
