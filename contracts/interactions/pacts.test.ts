// The committed pacts: they are what the tables say, they are what the issuers' document says, and nothing is missing.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { BANKS } from '../../core/banks.ts';
import { INQUIRY_ID_PATTERN } from '../../core/messages.ts';
import { CONTRACT_CUSTOMERS } from '../customers.ts';
import { compileIssuerDocument, readIssuerDocument } from '../issuer-document.ts';
import { STATE_NAMES, STATES } from '../states/states.ts';
import { writeAllPacts } from './all-pacts.ts';
import type { IssuerInteraction } from './interaction.ts';
import { issuerInteractions } from './issuer-interactions.ts';
import { exampleOf } from './matchers.ts';
import { PactFile } from './pact-file.ts';
import { markedWith, RUN_MARK } from './run-mark.ts';
import { refuseDuplicates } from './unique-interactions.ts';

const PACTS = fileURLToPath(new URL('../pacts/', import.meta.url));
const TABLE = issuerInteractions('ICBC');

const inFolder = async <Value>(use: (folder: string) => Promise<Value>): Promise<Value> => {
  const folder = await mkdtemp(join(tmpdir(), 'pacts-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
};

const textsIn = (folder: string): ReadonlyMap<string, string> =>
  new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

test('the committed pacts are to the byte what the tables say (npm run pacts)', async () => {
  const committed = textsIn(PACTS);
  const written = await inFolder(async (folder) => {
    await writeAllPacts(folder);
    return textsIn(folder);
  });
  expect([...written.keys()].toSorted()).toEqual([...committed.keys()].toSorted());
  const differing = [...written].flatMap(([name, text]) => (committed.get(name) === text ? [] : [name]));
  expect(differing).toEqual([]);
});

interface Difference {
  readonly type: 'error' | 'warning' | 'info';
  readonly code: string;
  readonly mockDetails?: { readonly interactionDescription?: string | null };
}

/** Its own types do not resolve in a project of ES modules. */
const comparison: {
  readonly Comparator: new (options: { oas: object }) => { compare(pact: object): AsyncIterable<Difference> };
} = createRequire(import.meta.url)('@pactflow/openapi-pact-comparator');
const comparator = new comparison.Comparator({ oas: readIssuerDocument() });

/** What a comparison with the document finds: interaction and code. */
const found = async (pact: object): Promise<string[]> => {
  const results: string[] = [];
  for await (const { type, code, mockDetails } of comparator.compare(pact)) {
    if (type === 'error') results.push(`${mockDetails?.interactionDescription ?? ''}: ${code}`);
  }
  return results;
};

/** By intention: the document gives such an id its 404, and its pattern has it match no path. */
const OUTSIDE_PATTERN = 'a status call for an id that is outside the pattern of ids: request.path-or-method.unknown';

test('every call of every pact is one of the document, but the one that is not meant to be', async () => {
  for (const { code } of BANKS) {
    const pact = JSON.parse(readFileSync(join(PACTS, `banknet-engine-${code}.json`), 'utf8'));
    expect(await found(pact)).toEqual([OUTSIDE_PATTERN]);
  }
});

test('an undocumented status, code and header of a pact are each found by the comparison', async () => {
  const text = readFileSync(join(PACTS, 'banknet-engine-CMB.json'), 'utf8');
  const pact = JSON.parse(
    text
      .replace('"status": 409', '"status": 418')
      .replace('"respCode": "37"', '"respCode": "38"')
      .replaceAll('"retry-after"', '"retry-later"'),
  );
  const problems = await found(pact);
  expect(problems).toContain('an inquiry under the id of another that was answered: response.status.unknown');
  expect(problems).toContain('an inquiry while the bank is throttling: response.body.incompatible');
  expect(problems.some((problem) => problem.endsWith('response.header.unknown'))).toBe(true);
});

test('every message of the table is one of the document', () => {
  const document = compileIssuerDocument();
  for (const interaction of TABLE) {
    const body = exampleOf(interaction.kind === 'callback' ? interaction.body : interaction.answer.body);
    const status = interaction.kind === 'callback' ? undefined : interaction.answer.status;
    const name = status === 202 ? 'InquiryPending' : hasCards(body) ? 'InquiryResult' : 'Refusal';
    expect([interaction.description, document.problemOf(name, body)]).toEqual([interaction.description, undefined]);
  }
});

const hasCards = (body: unknown): boolean => typeof body === 'object' && body !== null && 'cards' in body;

test('every state is used, with params that are whole', () => {
  const used = TABLE.flatMap(({ states }) => states);
  expect([...new Set(used.map(({ name }) => name))].toSorted()).toEqual([...STATE_NAMES].toSorted());
  for (const { name, params } of used) {
    const state = STATE_NAMES.find((one) => one === name);
    expect(state === undefined ? name : STATES[state].params.safeParse(params).error).toBeUndefined();
  }
});

/** Operation and status. */
const saidOf = (interaction: IssuerInteraction): string[] =>
  interaction.kind === 'callback' ? [] : [`${interaction.kind} ${interaction.answer.status}`];

/** What Pact cannot bring about: a wrong signature, a body over the limit, a failure inside, a denial of long ago. */
const NOT_BY_PACT = ['ask 401', 'ask 413', 'ask 500', 'status 401', 'status 422', 'status 500'];

test('every status of the document is asked for, but those that Pact cannot bring about', () => {
  const paths = readIssuerDocument().paths as Record<string, Record<string, { responses: object }>>;
  const statusesOf = (path: string, method: string) => Object.keys(paths[path]?.[method]?.responses ?? {});
  const documented = [
    ...statusesOf('/v1/card-inquiries', 'post').map((status) => `ask ${status}`),
    ...statusesOf('/v1/card-inquiries/{inquiryId}', 'get').map((status) => `status ${status}`),
  ];
  const said = new Set(TABLE.flatMap(saidOf));
  expect(documented.filter((one) => !said.has(one)).toSorted()).toEqual(NOT_BY_PACT);
});

test('every customer of the contract is asked about, but the one that is too large', () => {
  const asked = new Set(TABLE.flatMap((one) => (one.kind === 'ask' ? [one.inquiry.customer.idNumber] : [])));
  const absent = Object.entries(CONTRACT_CUSTOMERS).filter(([, { idNumber }]) => !asked.has(idNumber));
  expect(absent.map(([name]) => name)).toEqual(['most-cards']);
});

test('every inquiry has an id of its own, of the right form, that takes the mark of a run', () => {
  const ids = TABLE.map((one) => (one.kind === 'status' ? one.inquiryId : one.inquiry.inquiryId));
  expect(new Set(ids).size).toBe(ids.length);
  const marked = ids.filter((id) => id.includes(RUN_MARK));
  expect(ids.filter((id) => !marked.includes(id))).toEqual(['short']);
  expect(marked.filter((id) => !INQUIRY_ID_PATTERN.test(id))).toEqual([]);
  expect(markedWith(marked.join(), 'abcd1234')).not.toContain(RUN_MARK);
  expect(() => markedWith('', 'short')).toThrow('the mark of a run is 8 letters or digits');
});

test('two interactions that would be one to Pact are refused by name', () => {
  const [first] = TABLE;
  expect(() => refuseDuplicates([...TABLE, ...(first === undefined ? [] : [first])])).toThrow(
    'two interactions with the same states are called "an inquiry about the customer no-cards"',
  );
});

test('a consumer that calls otherwise than the table says, or does not call, writes no pact', async () => {
  const template = {
    description: 'a call',
    states: [],
    request: { method: 'GET', path: '/here', headers: {} },
    response: { status: 200, headers: {}, body: {} },
  } as const;
  const pair = { consumer: 'one', provider: 'other' };
  const writeWith = (use: (url: string) => Promise<void>) =>
    inFolder(async (folder) => {
      const writing = PactFile.write({ ...pair, folder }, (file) => file.addHttp(template, use));
      await expect(writing).rejects.toThrow('Test failed');
      return readdirSync(folder);
    });
  expect(await writeWith(async (url) => void (await fetch(`${url}/there`)))).toEqual([]);
  expect(await writeWith(async () => undefined)).toEqual([]);
});
