// The text of a new scenario file. What is in comments is right too, once its `# ` is taken away.

/** `schema`: where an editor finds the JSON Schema. */
export const startingScenario = (schema: string): string => `# yaml-language-server: $schema=${schema}
# A story that is played on a simulated bank network, in virtual time: seven days take milliseconds.
# Whatever the steps expect is checked; that the network keeps its rules (I1 to I12) is checked after each of them.

name: A bank that is down for two hours still makes the report
rules: [R16, R17, R19]          # the rules that it shows
seed: 7                         # of all people and all chance

given:
  # startAt: "2026-01-05T09:00:00+08:00"           # the instant of at: 0s
  # throttle: { burst: 2, perSecond: 1 }
  # engine: { deadline: 24h, interval: 7d }        # as in banknet.yaml, and so are population and incidents
  issuers:
    CMB: { faults: [{ kind: outage, from: 0s, until: 2h }] }
  people:
    zhang: { persona: ordinary }
    li:
      idExpiresOn: { PSBC: 2020-01-01 }
      cards:
        - { bank: CMB, type: DEBIT, first4: "6225", last4: "1234" }
        - { bank: CMB, type: CREDIT, first4: "6225", last4: "9876", reservedMobile: false }
        - { bank: PSBC, type: DEBIT, first4: "6217", last4: "0001" }
    crowd: { persona: ordinary, count: 5 }         # a step of theirs is a step of each

steps:
  - at: 0s
    apply: { person: li, banks: ALL, as: q1 }
    expect: { accepted: true }
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

  # Every action. Moments go on from step to step; repeat and over do one again.
  # - { at: 3h, register: { person: zhang, as: themselves }, expect: { accepted: true } }      # or somebody-else
  # - { at: 3h, signIn: { person: zhang, password: wrong }, expect: { refused: WRONG_CREDENTIALS } }
  # - { at: 3h, sendCode: { person: zhang }, expect: { accepted: true } }
  # - { at: 3h, apply: { person: crowd, banks: [BOC] }, repeat: 2, over: 10s, expect: { refused: { TOO_SOON: 5 } } }
  # - { at: 3h, apply: { person: zhang, banks: ALL, verification: none }, expect: { refused: NOT_VERIFIED } }
  # - { at: 3h, view: { query: q1, by: zhang }, expect: { refused: NOT_FOUND } }
  # - { at: 3h, view: { query: q1, password: wrong }, expect: { refused: WRONG_PASSWORD, triesLeft: 4 } }
  # - { at: 3h, record: { query: q1 }, expect: { status: READY, banks: { CMB: DELIVERED } } }
  # - { at: 3h, fault: { issuers: [CMB, ABC], kind: status, status: 503, share: 1/2, for: 10m } }
  # - { at: 4h, heal: { issuers: ALL } }
  # - { at: 4h, throttle: { burst: 200, perSecond: 100 } }
  # - { at: 4h, crash: { restartAfter: 5s } }                     # the engine is killed at this instant
  # - { at: 5h, person: { person: li, idExpiresOn: { PSBC: LIFE } } }

  - at: 9d
    view: { query: q1 }
    expect: { refused: EXPIRED }

finally:                        # when nothing is left to happen
  sms: { li: 1 }
  attempts: { CMB: { min: 2, max: 40 }, ICBC: 1 }
  # status: { q1: EXPIRED }
  # events: { circuit-opened: { min: 1 }, throttled: 0 }
`;
