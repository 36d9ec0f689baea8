// Right inquiries about nobody, changed in one place.
import type { InquiryRequest } from '../../core/messages.ts';
import type { Endpoint } from '../check.ts';
import { type Attempt, inquiryText, postOf } from './attempts.ts';
import { NOBODY } from './basics.ts';

type Change = Readonly<Record<string, unknown>>;

/** A member that is not sent at all. */
export const ABSENT = undefined;

/** A row with a changed inquiry; `undefined` leaves a member out. */
export const changed = (sent: string, change: Change, expect: Attempt['expect']): Attempt =>
  written(sent, (inquiry) => JSON.stringify({ ...inquiry, ...change }), expect);

/** A row with a change inside `customer`. */
export const customerChanged = (sent: string, change: Change, expect: Attempt['expect']): Attempt =>
  written(sent, (inquiry) => JSON.stringify({ ...inquiry, customer: { ...inquiry.customer, ...change } }), expect);

/** A row whose body is made of a right inquiry. */
export const written = (
  sent: string,
  write: (inquiry: InquiryRequest) => string | Uint8Array | undefined,
  expect: Attempt['expect'],
): Attempt => ({
  sent: `POST, ${sent}`,
  request: (endpoint) => endpoint.signed(postOf(write(endpoint.inquiryFor(NOBODY)))),
  expect,
});

/** A row whose body is the text of a right inquiry with this in place of that. */
export const replaced = (sent: string, what: string, by: string, expect: Attempt['expect']): Attempt =>
  written(sent, (inquiry) => JSON.stringify(inquiry).replace(what, () => by), expect);

/** A row with other headers than `Accept` and `Content-Type: application/json`. */
export const headed = (
  sent: string,
  headers: readonly (readonly [string, string])[],
  expect: Attempt['expect'],
  encode: (text: string) => string | Uint8Array = (text) => text,
): Attempt => ({
  sent: `POST, ${sent}`,
  request: (endpoint: Endpoint) => endpoint.signed(postOf(encode(inquiryText(endpoint)), headers)),
  expect,
});
