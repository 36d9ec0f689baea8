// Every file of `contract export`: all that a bank's team needs to begin without this program, in any language. The
// same version of it always gives the same bytes.
import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { appDocument } from '../app-api/app-document.ts';
import { customerFixtures } from './customer-fixtures.ts';
import { exportReadme } from './export-readme.ts';
import { messageSchemas } from './message-schemas.ts';
import { pactFiles } from './pact-files.ts';
import { signedRequests } from './signed-requests.ts';
import { signingGuide } from './signing-guide.ts';
import { stateDescriptions } from './state-descriptions.ts';

/** Texts by path, with `/` between folders. */
export type ExportFiles = Readonly<Record<string, string>>;

/** What this folder cannot make: it is the command line's own, and the people of the simulator as it lists them. */
export interface FurtherContent {
  readonly banknetSchema: object;
  readonly scenarioSchema: object;
  readonly people: object;
}

export const exportFiles = ({ banknetSchema, scenarioSchema, people }: FurtherContent): ExportFiles => {
  const requests = signedRequests();
  return {
    'README.md': exportReadme(),
    'openapi/issuer-api.yaml': readFileSync(new URL('../issuer-api.yaml', import.meta.url), 'utf8'),
    'openapi/app-api.yaml': stringify(appDocument(), {
      lineWidth: 120,
      aliasDuplicateObjects: false,
      blockQuote: 'literal',
    }),
    ...Object.fromEntries(pactFiles().map(([name, text]) => [`pacts/${name}`, text])),
    ...Object.fromEntries(
      Object.entries(messageSchemas()).map(([name, schema]) => [`schemas/${name}.schema.json`, jsonText(schema)]),
    ),
    'schemas/banknet.schema.json': jsonText(banknetSchema),
    'schemas/scenario.schema.json': jsonText(scenarioSchema),
    'customers.json': jsonText(customerFixtures()),
    'people.json': jsonText(people),
    'states.json': jsonText(stateDescriptions()),
    'signed-requests.json': jsonText(requests),
    'signing.md': signingGuide(requests),
  };
};

export const jsonText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
