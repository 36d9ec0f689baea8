// The provider states as data (states.json of the export): for each its params as JSON Schema, an example, and what the
// endpoint then does.
import { z } from 'zod';
import { CONTRACT_CUSTOMERS } from '../customers.ts';
import { STATE_NAMES, STATES, type StateName } from '../states/states.ts';

const PROTOCOL = {
  request:
    'POST to the state URL itself, application/json: {"state": NAME, "params": {...}, "action": "setup" or "teardown"}',
  answers: {
    '2xx': 'the state holds, or has ended',
    400: 'the params are not of the form below',
    500: 'there is no such state, or it cannot be brought about',
  },
  rules: [
    'A teardown carries the params of its setup; after it the endpoint does what it did before.',
    'States add up; where two contradict each other, the later one counts.',
    'A state says all that is needed in its params: nothing has to be agreed beforehand.',
    'Anything but 2xx fails whatever was to be tried in that state.',
  ],
};

/** What the endpoint does while the state holds. */
const DOES: Readonly<Record<StateName, string>> = {
  'a customer':
    'An inquiry about this person is answered with these cards: those that may be shown, and the others counted by reason (an expired ID document first, then no mobile number reserved, then cardless service off). The same idNumber under another name or mobile: 422 / 66.',
  'no such customer': 'Nobody has this idNumber: 200 with no cards and no counts.',
  'customer details differ':
    'The person of the params is who will be asked about; on file is somebody of other details with that idNumber, so any inquiry about it gets 422 / 66.',
  throttling: 'Every signed request, POST and GET, gets 429 / 37 with this Retry-After, until the teardown.',
  closed: 'Every signed request gets 503 / 02 with this Retry-After, until the teardown.',
  busy: 'Every signed request gets 503 / 06, until the teardown.',
  'answers later':
    'An inquiry about this person is first accepted: 202 / 05. The answer is there after 1 to 5 seconds: by GET and, where the inquiry had a callbackUrl, sent to it.',
  'inquiry running': 'GET of this inquiryId, and POST of it, give 202 / 05.',
  'inquiry answered':
    'This inquiry was answered before, for exactly this person and consentId, with idType 01 and no callbackUrl. GET gives 200, POST of the same request the same 200, POST of the same inquiryId with any other body 409 / 12.',
  'inquiry unknown': 'GET of this inquiryId gives 404 / 34.',
};

export interface StateDescription {
  readonly state: StateName;
  readonly does: string;
  readonly params: object;
  readonly example: { readonly state: StateName; readonly params: object; readonly action: 'setup' };
}

export const stateDescriptions = () => ({ ...PROTOCOL, states: STATE_NAMES.map(describe) });

const describe = (state: StateName): StateDescription => {
  const { $schema, ...params } = z.toJSONSchema(STATES[state].params, { io: 'input' });
  return { state, does: DOES[state], params, example: { state, params: exampleFor(state), action: 'setup' } };
};

const exampleFor = (state: StateName): object => {
  const customer = CONTRACT_CUSTOMERS.mixed;
  if (customer === undefined) throw new Error('CONTRACT_CUSTOMERS has nobody called mixed: name another one here');
  const { name, idNumber, mobile } = customer;
  const all = {
    customer,
    name,
    idNumber,
    mobile,
    retryAfterSeconds: 30,
    inquiryId: 'state-example',
    consentId: 'consent-example',
  };
  const wanted = Object.keys(Object(z.toJSONSchema(STATES[state].params, { io: 'input' }).properties));
  return Object.fromEntries(Object.entries(all).filter(([member]) => wanted.includes(member)));
};
