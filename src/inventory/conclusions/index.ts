import type { ConclusionRule } from './conclusion.ts';
import { manufacturer } from './manufacturer.ts';
import { model } from './model.ts';
import { os } from './os.ts';
import { place } from './place.ts';
import { role } from './role.ts';
import { serial } from './serial.ts';
import { type } from './type.ts';

/** In the order in which they are drawn: a model needs the maker, a type both, a role the type. */
export const CONCLUSION_RULES: readonly ConclusionRule[] = [manufacturer, model, type, serial, os, role, place];
