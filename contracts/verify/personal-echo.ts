// Whether an answer repeats what it was asked about a person (issuer-api.yaml, introduction): in whatever writing a
// program repeats it, the escapes of JSON and of addresses included.
import type { RawAnswer, RawRequest } from '../check.ts';
import { withoutInquiryId } from './card-numbers.ts';
import { type PersonalValue, personalValuesIn } from './personal-values.ts';

const WORDS: Readonly<Record<PersonalValue['kind'], string>> = {
  name: 'the name',
  idNumber: 'the ID number',
  mobile: 'the mobile',
  other: 'a value of customer',
};

/** What is repeated and where, without the value; undefined where nothing is. */
export const personalEchoIn = (
  answer: Extract<RawAnswer, { readonly kind: 'answer' }>,
  request: Pick<RawRequest, 'body'>,
): string | undefined => {
  const whole = `${answer.text}\n${answer.json === undefined ? '' : JSON.stringify(answer.json)}`;
  // The id comes back as it must, and may by chance have a part that looks like something else of the request.
  const body = withoutInquiryId(whole, answer.json).toLowerCase();
  const headers = readings(Object.values(answer.headers).join('\n')).join('\n').toLowerCase();
  for (const { kind, value } of personalValuesIn(request)) {
    const sought = value.toLowerCase();
    if (body.includes(sought)) return `${WORDS[kind]}, in the body`;
    if (headers.includes(sought)) return `${WORDS[kind]}, in a header`;
  }
  return undefined;
};

/** A header as it is, as UTF-8 that was read as Latin-1, and percent-decoded. */
const readings = (text: string): readonly string[] => [
  text,
  Buffer.from(text, 'latin1').toString('utf8'),
  text.replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8')),
];
