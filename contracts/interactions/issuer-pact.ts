// The pact between the engine and one issuer: every interaction of the table, gone through by the engine's own client,
// its own reading of answers and its own reading of callbacks.
import { isDeepStrictEqual } from 'node:util';
import type { IssuerCode } from '../../core/banks.ts';
import { type CallOptions, INQUIRIES_PATH, type IssuerClient } from '../../core/issuer-client.ts';
import { nodeDigests } from '../../core/node-digests.ts';
import { developmentKeyOf, keyIdOf } from '../../core/signature.ts';
import { systemClock } from '../../core/system-clock.ts';
import { callbackEndOf } from '../../engine/callback.ts';
import { createHttpIssuerClient } from '../../engine/doors/http-issuer-client.ts';
import { callbackOutcomeOf, type Outcome, outcomeOf } from '../../engine/outcome.ts';
import type { AskInteraction, CallbackInteraction, ExpectedAnswer, StatusInteraction } from './interaction.ts';
import { issuerInteractions } from './issuer-interactions.ts';
import { type Template, textLike } from './matchers.ts';
import { type HttpTemplate, PactFile } from './pact-file.ts';

export const ENGINE = 'banknet-engine';

/** Pact's mock is on this machine and answers at once. */
const CALL: CallOptions = { timeoutMs: 10_000 };

/** Writes the pact into this folder. @throws where the engine would not do, or not understand, what the table says */
export const writeIssuerPact = (issuer: IssuerCode, folder: string): Promise<void> =>
  PactFile.write({ consumer: ENGINE, provider: issuer, folder }, async (file) => {
    for (const interaction of issuerInteractions(issuer)) {
      if (interaction.kind === 'callback') {
        await file.addMessage(interaction, (body) => takeCallback(issuer, interaction, body));
      } else {
        await file.addHttp(httpTemplateOf(issuer, interaction), (url) => call(issuer, interaction, url));
      }
    }
  });

type CalledInteraction = AskInteraction | StatusInteraction;

const call = async (issuer: IssuerCode, interaction: CalledInteraction, url: string): Promise<void> => {
  const client = createHttpIssuerClient({
    issuers: [{ code: issuer, url, key: developmentKeyOf(issuer) }],
    clock: systemClock,
    digests: nodeDigests,
    connectionsPerIssuer: 1,
  });
  try {
    expectOutcome(interaction, await outcomeAt(client, issuer, interaction));
  } finally {
    await client.close();
  }
};

const outcomeAt = async (client: IssuerClient, bank: IssuerCode, interaction: CalledInteraction): Promise<Outcome> => {
  if (interaction.kind === 'ask') {
    const { inquiry } = interaction;
    const result = await client.ask(bank, inquiry, CALL);
    return outcomeOf(result, { bank, inquiryId: inquiry.inquiryId, operation: 'ask' });
  }
  const { inquiryId } = interaction;
  return outcomeOf(await client.status(bank, inquiryId, CALL), { bank, inquiryId, operation: 'status' });
};

const takeCallback = (bank: IssuerCode, interaction: CallbackInteraction, body: unknown): void => {
  const { inquiryId } = interaction.inquiry;
  expectOutcome(interaction, callbackOutcomeOf(body, { bank, inquiryId, operation: 'status' }));
  const receipt = callbackEndOf(bank, inquiryId, body);
  if (receipt.kind !== 'end') {
    throw new Error(`the engine does not take "${interaction.description}" for an end: ${receipt.reason}`);
  }
};

const expectOutcome = ({ description, outcome }: { description: string; outcome: Outcome }, got: Outcome): void => {
  if (isDeepStrictEqual(got, outcome)) return;
  const [want, is] = [outcome, got].map((one) => JSON.stringify(one));
  throw new Error(`the engine takes the answer of "${description}" for ${is}; the table says ${want}`);
};

const httpTemplateOf = (issuer: IssuerCode, interaction: CalledInteraction): HttpTemplate => {
  const { description, states, answer } = interaction;
  const response = responseOf(answer);
  const accept = 'application/json';
  if (interaction.kind === 'status') {
    const headers = { accept, ...signatureOf(issuer, ['@method', '@path']) };
    const path = `${INQUIRIES_PATH}/${interaction.inquiryId}`;
    return { description, states, request: { method: 'GET', path, headers }, response };
  }
  const signature = signatureOf(issuer, ['@method', '@path', 'content-digest']);
  const headers = { accept, ...signature, 'content-digest': DIGEST };
  const body = inquiryTemplate(interaction.inquiry);
  return { description, states, request: { method: 'POST', path: INQUIRIES_PATH, headers, body }, response };
};

const inquiryTemplate = ({ customer, callbackUrl, ...ids }: AskInteraction['inquiry']): Template => ({
  ...ids,
  customer: { ...customer },
  ...(callbackUrl === undefined ? {} : { callbackUrl }),
});

const responseOf = ({ status, retryAfterS, body }: ExpectedAnswer): HttpTemplate['response'] => ({
  status,
  headers: retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) },
  body,
});

/**
 * What a signature covers, and how; its time and value are of a moment and a key, so that a pact has only their form,
 * and whoever verifies signs anew.
 */
const signatureOf = (issuer: IssuerCode, covered: readonly string[]): Readonly<Record<string, Template>> => {
  const before = `sig1=(${covered.map((name) => `"${name}"`).join(' ')});created=`;
  const after = `;keyid="${keyIdOf(issuer)}";alg="hmac-sha256"`;
  return {
    'signature-input': textLike(
      new RegExp(`^${before.replace(/[()]/g, '\\$&')}\\d+${after}$`),
      `${before}1790000000${after}`,
    ),
    signature: textLike(/^sig1=:[A-Za-z0-9+/]{43}=:$/, `sig1=:${'A'.repeat(43)}=:`),
  };
};

const DIGEST = textLike(/^sha-256=:[A-Za-z0-9+/]{43}=:$/, `sha-256=:${'A'.repeat(43)}=:`);
