import * as z from 'zod';
import { defineOperation } from '../operation.ts';
import { Settings } from '../shapes/person.ts';
import { Language, personText } from '../shapes/values.ts';

const SITE_NAME_MAX_CHARACTERS = 100;
const RETENTION_MOST_DAYS = 36_500;

export const settings = {
  get: defineOperation({
    id: 'settings.get',
    method: 'GET',
    path: '/api/settings',
    summary: 'Settings of the site.',
    access: 'settings.read',
    response: Settings,
  }),
  change: defineOperation({
    id: 'settings.change',
    method: 'PUT',
    path: '/api/settings',
    summary: 'Changes the settings that are given.',
    access: 'settings.change',
    audit: 'settings.changed',
    body: z.strictObject({
      language: Language.optional(),
      siteName: personText(SITE_NAME_MAX_CHARACTERS).optional(),
      retentionDays: z.int().min(0).max(RETENTION_MOST_DAYS).optional(),
    }),
    response: Settings,
  }),
} as const;
