// Signed inquiries about synthetic people, prepared before the clock runs.
import { INQUIRIES_PATH } from '../core/issuer-client.ts';
import { nodeDigests } from '../core/node-digests.ts';
import { developmentKeyOf, keyIdOf, signMessage } from '../core/signature.ts';
import type { People } from '../simulator/people/people.ts';

export interface SignedInquiry {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Signed POST requests to `issuer`, each with an inquiry id of its own, over `persons` different people. */
export const signedInquiries = (people: People, issuer: string, count: number, persons: number): SignedInquiry[] => {
  const credentials = { keyId: keyIdOf(issuer), key: developmentKeyOf(issuer) };
  const createdS = Math.floor(Date.now() / 1000);
  const customers = Array.from({ length: persons }, (_, at) => {
    const identity = people.identity(people.at(at));
    if (identity === undefined) throw new Error('The population lists somebody who does not exist');
    const { name, idNumber, mobile } = identity;
    return { name, idType: '01', idNumber, mobile };
  });
  return Array.from({ length: count }, (_, at) => {
    const inquiryId = `bench-${String(at).padStart(10, '0')}-${issuer}`;
    const body = JSON.stringify({ inquiryId, consentId: 'bench-consent', customer: customers[at % persons] });
    const signed = signMessage({ method: 'POST', path: INQUIRIES_PATH, body }, credentials, createdS, nodeDigests);
    return { headers: { 'content-type': 'application/json', ...signed }, body };
  });
};

/** The bytes of such a request. */
export const requestBytes = ({ headers, body }: SignedInquiry): Buffer =>
  Buffer.from(
    `POST ${INQUIRIES_PATH} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('') +
      `\r\n${body}`,
  );
