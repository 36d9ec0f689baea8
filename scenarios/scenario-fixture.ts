// The example of a scenario file as plain data, new for each caller: tests break parts of it.
import { parse } from 'yaml';

const TEXT = `
name: A bank that is down for two hours still makes the report
rules: [R16, R17, R19]
seed: 7
given:
  throttle: { burst: 2, perSecond: 1 }
  issuers: { CMB: { faults: [ { kind: outage, from: 0s, until: 2h } ] } }
  people:
    zhang: { persona: ordinary }
    li:
      idExpiresOn: { PSBC: 2020-01-01 }
      cards:
        - { bank: CMB, type: DEBIT, first4: "6225", last4: "1234" }
        - { bank: CMB, type: CREDIT, first4: "6225", last4: "9876", reservedMobile: false }
        - { bank: PSBC, type: DEBIT, first4: "6217", last4: "0001" }
steps:
  - { at: 0s, apply: { person: li, banks: ALL, as: q1 }, expect: { accepted: true } }
  - at: 1m
    apply: { person: li, banks: [ICBC] }
    expect: { refused: QUERY_IN_PROGRESS, message: 您有账户报告正在查询中，无需重复申请 }
  - at: 3h
    view: { query: q1 }
    expect:
      report:
        summary: { debit: 1, credit: 0 }
        banks:
          CMB: { disposition: DELIVERED, unsupported: { NO_RESERVED_MOBILE: 1 } }
          PSBC: { disposition: DELIVERED, unsupported: { ID_EXPIRED: 1 } }
  - { at: 9d, view: { query: q1 }, expect: { refused: EXPIRED } }
finally: { sms: { li: 1 }, attempts: { CMB: { min: 2, max: 40 }, ICBC: 1 } }
`;

interface ScenarioFile extends Readonly<Record<string, unknown>> {
  readonly given: object;
  readonly steps: readonly object[];
}

/** A whole scenario, as somebody writes it. */
export const exampleScenario = (): ScenarioFile => parse(TEXT);
