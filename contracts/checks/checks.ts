// Every check that an endpoint is held to, in the order in which they run: what is simple first, so that whoever reads
// from the top meets the cause before what follows from it. A new group is a file beside this one and a line here.
import type { Check } from '../check.ts';
import { AVAILABILITY_CHECKS } from './availability.ts';
import { BASICS_CHECKS } from './basics.ts';
import { CALLBACK_SEND_CHECKS } from './callback-sends.ts';
import { CALLBACK_CHECKS } from './callbacks.ts';
import { CONCURRENCY_CHECKS, CONCURRENCY_STATE_CHECKS } from './concurrency.ts';
import { CONNECTION_CHECKS } from './connection.ts';
import { FORM_MEMBER_CHECKS } from './form-members.ts';
import { FORM_MORE_CHECKS } from './form-more.ts';
import { FORM_TEXT_CHECKS } from './form-text.ts';
import { FORM_VALUE_CHECKS } from './form-values.ts';
import { HEADER_CHECKS } from './headers.ts';
import { IDEMPOTENCY_CHECKS } from './idempotency.ts';
import { IDEMPOTENCY_STATE_CHECKS } from './idempotency-states.ts';
import { MASKING_CHECKS } from './masking.ts';
import { ORDER_CHECKS } from './order.ts';
import { PATH_CHECKS } from './paths.ts';
import { R3_CHECKS } from './r3.ts';
import { RUNNING_CHECKS } from './running.ts';
import { SIGNATURE_CHECKS } from './signature.ts';
import { SIGNATURE_ACCEPTED_CHECKS } from './signature-accepted.ts';
import { SIGNATURE_MESSAGE_CHECKS } from './signature-message.ts';
import { SIZE_CHECKS } from './size.ts';
import { TIME_CHECKS } from './time.ts';

export const CHECKS: readonly Check[] = [
  ...BASICS_CHECKS,
  ...SIGNATURE_ACCEPTED_CHECKS,
  ...SIGNATURE_CHECKS,
  ...SIGNATURE_MESSAGE_CHECKS,
  ...FORM_MEMBER_CHECKS,
  ...FORM_TEXT_CHECKS,
  ...FORM_VALUE_CHECKS,
  ...FORM_MORE_CHECKS,
  ...SIZE_CHECKS,
  ...PATH_CHECKS,
  ...ORDER_CHECKS,
  ...HEADER_CHECKS,
  ...CONNECTION_CHECKS,
  ...CONCURRENCY_CHECKS,
  ...CONCURRENCY_STATE_CHECKS,
  ...TIME_CHECKS,
  ...IDEMPOTENCY_CHECKS,
  ...IDEMPOTENCY_STATE_CHECKS,
  ...AVAILABILITY_CHECKS,
  ...R3_CHECKS,
  ...MASKING_CHECKS,
  ...RUNNING_CHECKS,
  ...CALLBACK_CHECKS,
  ...CALLBACK_SEND_CHECKS,
];
