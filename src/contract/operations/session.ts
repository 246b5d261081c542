import { defineOperation, Nothing } from '../operation.ts';
import { GivenPassword, NewPassword, Session } from '../shapes/person.ts';
import * as z from 'zod';

/** Longer than any login, so that a wrong one is refused in the same way as a wrong password. */
const GIVEN_LOGIN_MOST_CHARACTERS = 200;

export const session = {
  signIn: defineOperation({
    id: 'session.sign-in',
    method: 'POST',
    path: '/api/session',
    summary: 'Signs in with name and password; the answer sets the cookie of the session.',
    access: 'public',
    audit: 'session.signed-in',
    body: z.strictObject({ login: z.string().max(GIVEN_LOGIN_MOST_CHARACTERS), password: GivenPassword }),
    response: Session,
  }),
  signOut: defineOperation({
    id: 'session.sign-out',
    method: 'DELETE',
    path: '/api/session',
    summary: 'Ends the session.',
    access: 'signed-in',
    audit: 'session.signed-out',
    response: Nothing,
  }),
  whoAmI: defineOperation({
    id: 'session.who-am-i',
    method: 'GET',
    path: '/api/session',
    summary: 'Who is signed in, and what they may do.',
    access: 'signed-in',
    response: Session,
  }),
  changePassword: defineOperation({
    id: 'session.change-password',
    method: 'PUT',
    path: '/api/session/password',
    summary: 'Changes the own password and ends all other sessions of the account.',
    access: 'signed-in',
    audit: 'account.password-changed',
    body: z.strictObject({ current: GivenPassword, next: NewPassword }),
    response: Nothing,
  }),
} as const;
