// A plan as JUnit XML: a case for the deadline, and one for each figure that was compared with the run call by call.
import { type JunitCase, type JunitOutcome, junitXml } from '../../report/junit.ts';
import { oneLine } from '../../report/visible-text.ts';
import { isKept, type PlanResult } from './plan-result.ts';
import { figureCells, planAbout, planSentence } from './plan-words.ts';

/** The text of junit.xml. */
export const planJunit = (result: PlanResult): string => {
  const { plan, agreement, wasInterrupted } = result;
  const sentence = planSentence(result);
  const deadline: JunitCase = {
    name: 'every accepted query keeps its deadline',
    className: `plan.${plan.name}.deadline`,
    properties: { found: sentence },
    outcome: wasInterrupted ? INTERRUPTED : outcomeOf(isKept(result), sentence),
  };
  const compared = (agreement?.figures ?? []).map((figure): JunitCase => {
    const [name = '', bank = '', inSteps = '', callByCall = '', allowed = ''] = figureCells(figure);
    return {
      name: [bank, name].filter((one) => one !== '').join(' '),
      className: `plan.${plan.name}.agreement`,
      outcome: outcomeOf(figure.held, `${name}: ${inSteps} in steps, ${callByCall} call by call, ${allowed} allowed`),
    };
  });
  const properties = { plan: planAbout(result) };
  return junitXml('banknet load plan', [{ name: `plan ${plan.name}`, properties, cases: [deadline, ...compared] }]);
};

const outcomeOf = (held: boolean, text: string): JunitOutcome =>
  held ? { kind: 'passed' } : { kind: 'failed', message: oneLine(text), text };

const INTERRUPTED: JunitOutcome = {
  kind: 'error',
  message: 'the search was interrupted',
  text: 'the search was interrupted: it has not come to its end',
};
