// README.md of the export: where a team begins that has nothing of this program.

/** By their names in CONTRACT_CUSTOMERS. */
export const FIRST_CUSTOMER = 'one-debit-card';
export const DENSEST_CUSTOMER = 'mixed';

const FILES: readonly (readonly [readonly string[], string])[] = [
  [['openapi/issuer-api.yaml'], '**the endpoint that a bank builds**: two operations, messages, signatures, callbacks'],
  [['signing.md', 'signed-requests.json'], 'a signed POST, GET and callback with every value on the way'],
  [['customers.json'], 'customers complete: what the bank has of each, what is asked, what the answer must be'],
  [['states.json'], 'the provider states by which an endpoint is put into the situations of the contract'],
  [['schemas/Inquiry*.schema.json', 'schemas/Refusal.schema.json'], 'the messages as JSON Schema (2020-12)'],
  [['pacts/'], "what the network relies on, bank by bank, in Pact's format (V4), and what the app relies on"],
  [['openapi/app-api.yaml'], 'what the app calls; a bank does not need it'],
  [['people.json'], 'people of the simulated network with the truth about them at every bank'],
  [['schemas/banknet.schema.json'], 'the configuration of the simulator'],
  [['schemas/scenario.schema.json'], 'its stories'],
  [['banknet-export.json'], 'what this is an export of, with a hash of each file'],
];

const code = (text: string): string => `\`${text}\``;

const STEPS: readonly string[] = [
  `**Sign.** Write the signer and its check against ${code('signed-requests.json')}: digest, signature base, HMAC,
headers. Most first days go into this; with the values in between they need not.`,
  `**Answer one customer.** ${code('POST /v1/card-inquiries')} for ${code(FIRST_CUSTOMER)} of
${code('customers.json')}, then for all of them. The hard ones are ${code(DENSEST_CUSTOMER)} and those whose ID has
expired: a card that may not be shown is counted under the first reason that applies, and named nowhere.`,
  `**Refuse.** In the order of the document: size, signature, availability, form, idempotency, customer. Hold every body
to its schema; ${code('errors')} names members and repeats no value.`,
  `**Be asked twice.** The same inquiryId with the same body gets the same outcome, with another body 409. Then GET, and
202 with a callback where you answer later.`,
  `**Offer a state URL** in a test environment (${code('states.json')}). Without it only half of the contract can be
tried.`,
  '**Prove it.** With Node 22.19 or newer:',
];

const FENCE = '```';
const COMMAND = [
  'npx banknet contract verify --issuer CODE --url https://your.endpoint \\',
  '  --state-url https://your.endpoint/states --report reports',
].join('\n');

export const exportReadme = (): string => `# The contract between the network and a bank

A bank that joins the network answers one question: which cards has this customer with you? This folder is all that its
team needs to build and to prove the endpoint, in any language. Everybody in it is synthetic; no number in it is
anybody's.

| file | what it is |
|---|---|
${FILES.map(([names, what]) => `| ${names.map(code).join(', ')} | ${what} |`).join('\n')}

## Where to begin

${STEPS.map((step, at) => `${at + 1}. ${step.replaceAll('\n', '\n   ')}`).join('\n')}

${FENCE}
${COMMAND}
${FENCE}

It says what was sent, what was expected and what came, check by check; ${code('reports/report.html')} shows it side by
side. Exit 0: the endpoint keeps the contract. A team that uses Pact's own verifier needs a proxy that signs in front of
it: the signatures in the pacts are examples.

## Mistakes that others made

The last four digits as a number (0042 becomes 42), ${code('null')} for an empty list, lower-case enums, another bank's
code in ${code('issuer')}, a second answer that differs from the first, 429 without Retry-After, a stale signature that
is taken, a digest that nobody compares, an expired ID whose cards are listed, counts that are merged, an error page in
HTML, a stack trace.
`;
