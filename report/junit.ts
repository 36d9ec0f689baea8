// JUnit XML as CI servers read it: suites of cases that passed, failed, broke or were not run. Pure; what comes in is
// escaped, and characters that XML forbids are shown by others.
import { html, type Markup, tag } from './markup.ts';

export type JunitOutcome =
  | { readonly kind: 'passed' }
  /** `message`: one line; `text`: all that helps. */
  | { readonly kind: 'failed' | 'error'; readonly message: string; readonly text: string }
  | { readonly kind: 'skipped'; readonly message: string };

export interface JunitCase {
  readonly name: string;
  /** What CI servers group by, e.g. the file. */
  readonly className: string;
  readonly file?: string | undefined;
  /** Real seconds; left out where nobody measured. */
  readonly seconds?: number | undefined;
  readonly properties?: Readonly<Record<string, string>>;
  readonly outcome: JunitOutcome;
}

export interface JunitSuite {
  readonly name: string;
  readonly properties?: Readonly<Record<string, string>>;
  readonly cases: readonly JunitCase[];
}

/** The document, ended by a line feed. */
export const junitXml = (name: string, suites: readonly JunitSuite[]): string => {
  const all = suites.flatMap(({ cases }) => cases);
  const body = [...suites.flatMap((suite) => ['\n  ', suiteElement(suite)]), '\n'];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${tag('testsuites', { name, ...totals(all) }, ...body)}\n`;
};

const suiteElement = ({ name, properties = {}, cases }: JunitSuite): Markup => {
  const inner = [propertyList(properties, '    '), ...cases.map((one) => html`\n    ${caseElement(one)}`)];
  return tag('testsuite', { name, ...totals(cases) }, ...inner, '\n  ');
};

const caseElement = ({ name, className, file, seconds, properties = {}, outcome }: JunitCase): Markup => {
  const attributes = { name, classname: className, file, time: seconds?.toFixed(3) };
  const inner = [propertyList(properties, '      '), outcomeElement(outcome)].filter((one) => one !== undefined);
  return tag('testcase', attributes, ...inner, inner.length > 0 && '\n    ');
};

const outcomeElement = (outcome: JunitOutcome): Markup | undefined => {
  if (outcome.kind === 'passed') return undefined;
  if (outcome.kind === 'skipped') return html`\n      ${tag('skipped', { message: outcome.message })}`;
  const { kind, message, text } = outcome;
  return html`\n      ${tag(kind === 'failed' ? 'failure' : 'error', { message, type: kind }, text)}`;
};

const propertyList = (properties: Readonly<Record<string, string>>, indent: string): Markup | undefined => {
  const items = Object.entries(properties).map(
    ([name, value]) => html`\n${indent}  ${tag('property', { name, value })}`,
  );
  return items.length === 0 ? undefined : html`\n${indent}${tag('properties', {}, ...items, `\n${indent}`)}`;
};

const totals = (cases: readonly JunitCase[]) => {
  const count = (kind: JunitOutcome['kind']): number => cases.filter(({ outcome }) => outcome.kind === kind).length;
  const measured = cases.flatMap(({ seconds }) => (seconds === undefined ? [] : [seconds]));
  return {
    tests: cases.length,
    failures: count('failed'),
    errors: count('error'),
    skipped: count('skipped'),
    time: measured.length === 0 ? undefined : measured.reduce((sum, one) => sum + one, 0).toFixed(3),
  };
};
